import { wantsMore } from '../statistics/wilson.ts';
import { BLOCK_RUNS } from '../sweeps/block.ts';
import type { RunRange, ToldBlock } from './tell-block.ts';

/** How many runs are told. */
export type HowMany = Readonly<{
  maxRuns: number;
  /** Ends it earlier, after whole batches of BLOCK_RUNS: when half of Wilson's interval of the share alive is at most as wide. */
  halfWidth?: number | undefined;
}>;

/** Tells ranges of runs; `atOnce` is how many it can do together, which may change. */
export type RunTeller = Readonly<{
  readonly atOnce: number;
  tell: (range: RunRange) => Promise<ToldBlock>;
}>;

/** A range has fewer runs where there are many podders, so that threads have something to do; these all divide BLOCK_RUNS. */
const RANGE_RUNS: readonly (readonly [pods: number, runs: number])[] = [
  [1_000, BLOCK_RUNS],
  [10_000, 10],
  [30_000, 2],
];

/** How many runs one range has of a model of so many podders. */
export function rangeRuns(pods: number): number {
  return RANGE_RUNS.find(([most]) => pods <= most)?.[1] ?? 1;
}

/**
 * Tells runs, range by range and in their order, until it has been enough. What comes depends neither on how many are told at once nor
 * on which is done first: what has been told too much is left out.
 */
export async function* tellRuns(
  { maxRuns, halfWidth }: HowMany,
  runsOfRange: number,
  teller: RunTeller,
): AsyncGenerator<ToldBlock, void, undefined> {
  const underway: Promise<ToldBlock>[] = [];
  let begun = 0;
  let alive = 0;
  const begin = (): void => {
    while (begun < maxRuns && underway.length < teller.atOnce) {
      const to = Math.min(begun + runsOfRange, maxRuns);
      const block = teller.tell({ from: begun, to });
      // Whoever waits for it learns of it; nobody may by then.
      block.catch(() => undefined);
      underway.push(block);
      begun = to;
    }
  };
  for (begin(); underway.length > 0; begin()) {
    const block = await underway.shift()!;
    yield block;
    alive += block.runs.filter(({ extinctAtMs }) => extinctAtMs === undefined).length;
    if (halfWidth === undefined || block.to % BLOCK_RUNS !== 0) continue;
    if (!wantsMore(alive, block.to, { halfWidth, limit: maxRuns })) return;
  }
}
