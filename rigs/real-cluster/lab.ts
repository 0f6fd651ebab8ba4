import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { kubectlOf, must, type Kubectl } from './run.ts';

/** What a script that tries something on a real cluster works with. */
export type Lab = Readonly<{
  kubeconfig: string;
  kubectl: Kubectl;
  /** A name that no namespace has. */
  namespace: string;
  /** What stands on the command line beside flags. */
  words: readonly string[];
  /** What its own flags say. */
  flags: Readonly<Record<string, string | undefined>>;
  /** Counts something that is not as it should be. */
  surprise: () => void;
  /** Makes the namespace, has all tried in it, removes it whatever comes, and says how it went, by the exit code too. */
  tryAll: (body: () => Promise<void>) => Promise<void>;
}>;

/** Reads `--kubeconfig FILE`, flags of the script's own and what stands beside them; ends the process with 2 where there is no FILE. */
export function readCommandLine(
  script: string,
  own: readonly string[] = [],
): Pick<Lab, 'kubeconfig' | 'words' | 'flags'> {
  const names = ['kubeconfig', ...own].map((name) => [name, { type: 'string' }] as const);
  const { values, positionals } = parseArgs({ options: Object.fromEntries(names), allowPositionals: true });
  const { kubeconfig, ...flags } = values as Readonly<Record<string, string | undefined>>;
  if (kubeconfig === undefined) {
    process.stderr.write(`${script}: expected --kubeconfig FILE, got none\n`);
    process.exit(2);
  }
  return { kubeconfig: resolve(kubeconfig), words: positionals, flags };
}

/** Says what was counted, in words of its own, and sets the exit code. */
export function conclude(surprises: number, as: string): void {
  process.stdout.write(`\n${surprises === 0 ? `all as ${as}` : `${surprises} not as ${as}`}\n`);
  process.exitCode = surprises === 0 ? 0 : 1;
}

/** Prepares a script; nothing is asked of the cluster yet. */
export function openLab(script: string, own: readonly string[] = []): Lab {
  const { kubeconfig, words, flags } = readCommandLine(script, own);
  const kubectl = kubectlOf(kubeconfig);
  const namespace = `pod-chaos-${script}-${randomBytes(3).toString('hex')}`;
  let surprises = 0;
  return {
    kubeconfig,
    kubectl,
    namespace,
    words,
    flags,
    surprise: () => void (surprises += 1),
    async tryAll(body) {
      try {
        await must(kubectl, ['create', 'namespace', namespace]);
        await body();
      } finally {
        await kubectl(['delete', 'namespace', namespace, '--wait=false']);
      }
      conclude(surprises, 'expected');
    },
  };
}
