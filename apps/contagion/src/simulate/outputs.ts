import type { SimulateFlags } from '../commands/simulate-flags.ts';
import { endingOf } from '../files/ending-of.ts';
import { openWholeFile, type WholeFile } from '../files/whole-file.ts';
import { CASE_ENDINGS, type CaseEnding } from './case-formats.ts';

/** A file, and what its name says that it is. */
export type Output<Ending extends string> = Readonly<{ file: WholeFile; ending: Ending }>;
export type SeriesEnding = '.csv' | '.jsonl';

/** The files that a simulation writes, open. */
export type SimulationOutputs = Readonly<{
  plot: WholeFile | undefined;
  series: Output<SeriesEnding> | undefined;
  cases: readonly Output<CaseEnding>[];
  summary: WholeFile | undefined;
  /** Takes away those that were not written. */
  discard: () => void;
}>;

/** Where no file is asked for. */
export const NO_OUTPUTS: SimulationOutputs = {
  plot: undefined,
  series: undefined,
  cases: [],
  summary: undefined,
  discard: () => undefined,
};

/**
 * Opens all files, or none.
 * @throws {ContagionError} CONTAGION_USAGE for an ending that is not known, and for a file that can't be written
 */
export function openOutputs(
  flags: Pick<SimulateFlags, 'plot' | 'series' | 'cases' | 'summary'>,
): SimulationOutputs {
  const { plot, series, summary } = flags;
  // All names first, so that nothing has to be taken away for one that is wrong.
  const seriesEnding = series === undefined ? undefined : endingOf('series', series, ['.csv', '.jsonl']);
  const cases = flags.cases.map((path) => ({ path, ending: endingOf('cases', path, CASE_ENDINGS) }));
  if (summary !== undefined) endingOf('summary', summary, ['.json']);
  const opened: WholeFile[] = [];
  const discard = (): void => {
    for (const file of opened) file.discard();
  };
  const open = (path: string): WholeFile => {
    const file = openWholeFile(path);
    opened.push(file);
    return file;
  };
  try {
    return {
      plot: plot === undefined ? undefined : open(plot),
      series:
        series === undefined || seriesEnding === undefined
          ? undefined
          : { file: open(series), ending: seriesEnding },
      cases: cases.map(({ path, ending }) => ({ file: open(path), ending })),
      summary: summary === undefined ? undefined : open(summary),
      discard,
    };
  } catch (error) {
    discard();
    throw error;
  }
}
