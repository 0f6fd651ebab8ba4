/** A distribution, ready to be drawn and listed. */
export type Summary = Readonly<{
  title: string;
  /** What stands below, and what is counted. */
  across: string;
  counted: string;
  /** The lower edge of each bar, and how many fell there; bars are `step` wide. */
  values: readonly number[];
  step: number;
  counts: readonly number[];
  /** How many there would be by a model, for each bar. */
  curves: readonly Readonly<{ name: string; counts: readonly number[] }>[];
  /** Bars from this value on are marked; undefined for none. */
  markedFrom: number | undefined;
  /** A name and what it comes to, in words. */
  facts: readonly (readonly [name: string, text: string])[];
  note: string;
}>;

/** No more bars than this are made: values are put together where there are more. */
const MAX_BARS = 60;

/** Counts values into bars of equal width, of a whole number of steps of the least width. */
export function barsOf(
  values: ArrayLike<number>,
  leastStep: number,
): Readonly<{ values: number[]; step: number; counts: number[] }> {
  let most = 0;
  for (let index = 0; index < values.length; index++) most = Math.max(most, values[index]!);
  const step = leastStep * Math.max(1, Math.ceil((most / leastStep + 1) / MAX_BARS));
  const counts = Array.from({ length: values.length === 0 ? 0 : Math.floor(most / step) + 1 }, () => 0);
  for (let index = 0; index < values.length; index++) counts[Math.floor(values[index]! / step)]!++;
  return { values: counts.map((_, bar) => bar * step), step, counts };
}

/** A number with as many digits as matter. */
export function digits(value: number): string {
  if (Number.isNaN(value)) return 'unknown';
  if (!Number.isFinite(value)) return '∞';
  return Math.abs(value) >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}
