import { execFile, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Step } from './steps.ts';

/** How a cluster is reached: the words before kubectl's own arguments, and variables besides this process' own. */
export type Kubectl = Readonly<{ command: readonly string[]; env: Readonly<Record<string, string>> }>;

/** What one step printed, standard output before standard error, and whether that was as expected. */
export type Outcome = Readonly<{
  step: Step;
  output: string;
  exitCode: number;
  ok: boolean;
  seconds: number;
}>;

const RETRY_MS = 500;
const COMMAND_TIMEOUT_MS = 600_000;
const MAX_OUTPUT_BYTES = 10 * 1024 * 1024;

/** Runs all steps in order against one cluster; goes on after one that was not as expected. */
export async function runSteps(
  kubectl: Kubectl,
  steps: readonly Step[],
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  const background: (() => Promise<void>)[] = [];
  for (const step of steps) {
    if (step.background === true) background.push(startBackground(kubectl, step, onOutcome));
    else onOutcome(await runStep(kubectl, step));
  }
  for (const end of background) await end();
}

async function runStep(kubectl: Kubectl, step: Step): Promise<Outcome> {
  const startedAtMs = performance.now();
  for (;;) {
    const { output, exitCode } = await run(kubectl, step.args);
    const seconds = (performance.now() - startedAtMs) / 1000;
    const ok = step.expect.test(output) && exitCode === (step.exitCode ?? 0);
    if (ok || seconds >= (step.patienceSeconds ?? 0)) return { step, output, exitCode, ok, seconds };
    await sleep(RETRY_MS);
  }
}

function run(
  { command, env }: Kubectl,
  args: readonly string[],
): Promise<{ output: string; exitCode: number }> {
  const [program = '', ...first] = command;
  return new Promise((resolve) => {
    execFile(
      program,
      [...first, ...args],
      { env: { ...process.env, ...env }, timeout: COMMAND_TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ output: stdout + stderr, exitCode });
      },
    );
  });
}

function startBackground(
  { command, env }: Kubectl,
  step: Step,
  onOutcome: (outcome: Outcome) => void,
): () => Promise<void> {
  const [program = '', ...first] = command;
  const startedAtMs = performance.now();
  const child = spawn(program, [...first, ...step.args], { env: { ...process.env, ...env } });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return async () => {
    const patienceMs = (step.patienceSeconds ?? 0) * 1_000;
    while (!step.expect.test(output) && performance.now() - startedAtMs < patienceMs) await sleep(RETRY_MS);
    child.kill('SIGTERM');
    const seconds = (performance.now() - startedAtMs) / 1000;
    onOutcome({ step, output, exitCode: 0, ok: step.expect.test(output), seconds });
  };
}
