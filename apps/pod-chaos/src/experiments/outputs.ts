import { openWholeFile, type WholeFile } from '@pod-contagion/command-line';
import type { Journal } from '@pod-contagion/experiments';
import { ChaosError } from '@pod-contagion/chaos';
import { usageError } from '../errors.ts';
import type { RunExperimentFlags } from '../flags/run.ts';

/** Files that a run writes when it is over, open from before it begins. */
export type ExperimentOutputs = Readonly<{
  /** Writes all; gives the paths. */
  write: (journal: Journal) => Promise<readonly string[]>;
  /** Takes away what was not written. */
  discard: () => void;
}>;

type Made = (journal: Journal) => string;

/**
 * Opens all files or none, so that one that can't be written is refused before anything is touched.
 * @throws {ChaosError} CHAOS_USAGE
 */
export async function openOutputs(
  flags: Pick<RunExperimentFlags, 'journal' | 'html' | 'junit' | 'markdown'>,
): Promise<ExperimentOutputs> {
  const { htmlReport, junitReport, markdownReport } = await import('@pod-contagion/experiments/reports');
  const wanted: readonly (readonly [path: string | undefined, make: Made])[] = [
    [flags.journal ?? 'journal.json', (journal) => `${JSON.stringify(journal, undefined, 2)}\n`],
    [flags.html, htmlReport],
    [flags.junit, junitReport],
    [flags.markdown, markdownReport],
  ];
  const opened: { file: WholeFile; make: Made }[] = [];
  const discard = (): void => {
    for (const { file } of opened) file.discard();
  };
  try {
    for (const [path, make] of wanted) {
      if (path === undefined) continue;
      if (opened.some(({ file }) => file.path === path))
        throw usageError(`expected a file of its own for each report, got ${path} twice`);
      opened.push({ file: openWholeFile(path, ERRORS), make });
    }
  } catch (error) {
    discard();
    throw error;
  }
  return {
    discard,
    async write(journal) {
      for (const { file, make } of opened) await file.write([make(journal)]);
      return opened.map(({ file }) => file.path);
    },
  };
}

const ERRORS = {
  usage: usageError,
  failed: (message: string, cause: unknown): Error => new ChaosError('CHAOS_API', message, { cause }),
};
