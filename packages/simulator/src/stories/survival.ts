import type { Story } from './story.ts';

/** A share with the interval that it lies in with a confidence of 95 %. */
export type Share = Readonly<{ share: number; low: number; high: number }>;

/** How many of several runs were still alive when they ended, and when the others died. */
export type Survival = Readonly<{
  runs: number;
  alive: number;
  share: Share;
  /** The middle one, and the earliest and latest of those that died; undefined where none did. */
  extinct: Readonly<{ medianMs: number; leastMs: number; mostMs: number }> | undefined;
}>;

/** The 97.5th percentile of the normal distribution. */
const Z = 1.959_963_984_540_054;

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

/** Wilson's score interval (Wilson 1927): sensible at 0 and at all of them, too. */
function wilson(successes: number, trials: number): Share {
  const share = successes / trials;
  const square = Z ** 2 / trials;
  const centre = (share + square / 2) / (1 + square);
  const half = (Z / (1 + square)) * Math.sqrt((share * (1 - share) + square / 4) / trials);
  return {
    share,
    low: successes === 0 ? 0 : centre - half,
    high: successes === trials ? 1 : centre + half,
  };
}
