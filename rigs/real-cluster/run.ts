import { spawn } from 'node:child_process';
import { ROOT, SOURCE_CONDITION } from '../../scripts/files.ts';

/** How a command ended. */
export type Ended = Readonly<{ exitCode: number; stdout: string; stderr: string }>;

/** How long any command may take, in ms. */
const LIMIT_MS = 180_000;

/** A program that runs. */
export type Running = Readonly<{
  ended: Promise<Ended>;
  /** Waits until such a text stands on one of its outputs; never settles where it does not come. */
  said: (text: RegExp) => Promise<void>;
}>;

/** Runs a program to its end; a signal counts as exit code -1. */
export function run(program: string, args: readonly string[], input = ''): Promise<Ended> {
  return start(program, args, input).ended;
}

/** Starts a program. */
export function start(program: string, args: readonly string[], input = ''): Running {
  const child = spawn(program, args, { timeout: LIMIT_MS, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  let heard: () => void = () => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    heard();
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return {
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
    }),
    said: (text) =>
      new Promise((resolve) => {
        heard = () => {
          if (text.test(`${stdout}${stderr}`)) resolve();
        };
        heard();
      }),
  };
}

/** Runs kubectl as whoever a kubeconfig names. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<Ended>;

/** kubectl for one kubeconfig. */
export function kubectlOf(kubeconfig: string): Kubectl {
  return (args, input) => run('kubectl', [`--kubeconfig=${kubeconfig}`, ...args], input);
}

/** Runs kubectl and gives what it says; throws where it fails. */
export async function must(kubectl: Kubectl, args: readonly string[], input?: string): Promise<string> {
  const { exitCode, stdout, stderr } = await kubectl(args, input);
  if (exitCode !== 0) throw new Error(`kubectl ${args.join(' ')} failed with ${exitCode}: ${stderr.trim()}`);
  return stdout;
}

/** Runs pod-chaos from source as whoever a kubeconfig names. */
export function podChaos(kubeconfig: string, args: readonly string[]): Promise<Ended> {
  return startPodChaos(kubeconfig, args).ended;
}

/** The same, for what is done while it runs. */
export function startPodChaos(kubeconfig: string, args: readonly string[]): Running {
  const main = `${ROOT}apps/pod-chaos/src/main.ts`;
  const words = [`--conditions=${SOURCE_CONDITION}`, main, ...args, `--kubeconfig=${kubeconfig}`];
  return start(process.execPath, words);
}
