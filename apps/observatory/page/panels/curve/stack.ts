import { CODE, lastUpTo, type Timeline } from '@pod-contagion/observatory';

/** From the bottom up: those who are ill stand on the ground, where their number is read best. */
export const STACK: readonly number[] = [
  CODE.symptomatic,
  CODE.incubating,
  CODE.waiting,
  CODE.starting,
  CODE.susceptible,
  CODE.ended,
];

/** Moments, in ms since 1970, and for each a column of each condition of STACK: how many there are, and of all before it. */
export type Stacked = Readonly<{ t: number[]; counts: number[][]; sums: number[][] }>;

/** So many columns are enough for any screen. */
const MOST_COLUMNS = 4_000;

/**
 * The curve at so many moments at most, evenly over a span. The moments stay where they are as the span grows, until there would be too
 * many: then they are half as many.
 */
export function stackCurve(
  curve: Timeline['curve'],
  [fromMs, untilMs]: readonly [number, number],
  most: number,
): Stacked {
  const columns = Math.min(MOST_COLUMNS, Math.max(2, most));
  const everyMs = 2 ** Math.ceil(Math.log2(Math.max(1, (untilMs - fromMs) / columns)));
  const { length } = curve.t;
  const t: number[] = [];
  const counts: number[][] = STACK.map(() => []);
  const sums: number[][] = STACK.map(() => []);
  if (length === 0) return { t, counts, sums };
  const push = (timeMs: number, place: number): void => {
    t.push(timeMs);
    let sum = 0;
    STACK.forEach((code, layer) => {
      const count = curve.counts[code]!.at(place);
      sum += count;
      counts[layer]!.push(count);
      sums[layer]!.push(sum);
    });
  };
  const beginMs = Math.max(fromMs, curve.t.at(0));
  let place = lastUpTo(length, (index) => curve.t.at(index) <= beginMs);
  push(beginMs, Math.max(0, place));
  for (let timeMs = (Math.floor(beginMs / everyMs) + 1) * everyMs; timeMs < untilMs; timeMs += everyMs) {
    const before = Math.max(0, place);
    // Mostly the next few; else by halves.
    let next = before;
    while (next < before + 16 && next + 1 < length && curve.t.at(next + 1) <= timeMs) next++;
    place = next < before + 16 ? next : lastUpTo(length, (index) => curve.t.at(index) <= timeMs);
    push(timeMs, place);
  }
  push(
    untilMs,
    lastUpTo(length, (index) => curve.t.at(index) <= untilMs),
  );
  return { t, counts, sums };
}
