import type { Estimate } from '../statistics/estimate.ts';
import { wilson } from '../statistics/wilson.ts';
import type { Story } from './story.ts';

/** How many of several runs were still alive when they ended, and when the others died. */
export type Survival = Readonly<{
  runs: number;
  alive: number;
  /** The share of those alive, with an interval that holds it with a confidence of 95 %. */
  share: Estimate;
  /** The middle one, and the earliest and latest of those that died; undefined where none did. */
  extinct: Readonly<{ medianMs: number; leastMs: number; mostMs: number }> | undefined;
}>;

/** Sums up runs, at least one. */
export function survivalOf(stories: readonly Pick<Story, 'extinctAtMs'>[]): Survival {
  const times = stories.flatMap(({ extinctAtMs }) => (extinctAtMs === undefined ? [] : [extinctAtMs]));
  times.sort((a, b) => a - b);
  const alive = stories.length - times.length;
  const middle = times.length >> 1;
  return {
    runs: stories.length,
    alive,
    share: wilson(alive, stories.length),
    extinct:
      times.length === 0
        ? undefined
        : {
            medianMs: times.length % 2 === 1 ? times[middle]! : (times[middle - 1]! + times[middle]!) / 2,
            leastMs: times[0]!,
            mostMs: times.at(-1)!,
          },
  };
}
