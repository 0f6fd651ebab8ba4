/** Mean of numbers; NaN of none. */
export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Standard deviation of numbers, about their own mean. */
export function standardDeviation(numbers: readonly number[]): number {
  const middle = mean(numbers);
  return Math.sqrt(mean(numbers.map((number) => (number - middle) ** 2)));
}

/** The share of numbers for which something holds, 0 to 1. */
export function shareOf(numbers: readonly number[], holds: (number: number) => boolean): number {
  return numbers.filter((number) => holds(number)).length / numbers.length;
}

/** How far a share measured in `count` trials may be from the true one: 4.5 standard deviations, 1 in 150,000. */
export function binomialTolerance(share: number, count: number): number {
  return 4.5 * Math.sqrt((share * (1 - share)) / count);
}

/** How many items of an order come after one that should come after them. */
export function outOfOrder(sequences: readonly number[]): number {
  let highest = -1;
  let late = 0;
  for (const sequence of sequences) {
    if (sequence < highest) late++;
    else highest = sequence;
  }
  return late;
}

/** The lengths of runs of numbers that are missing from 0 to `count`. */
export function gapLengths(sequences: readonly number[], count: number): number[] {
  const present = new Set(sequences);
  const lengths: number[] = [];
  let length = 0;
  for (let sequence = 0; sequence <= count; sequence++) {
    if (sequence < count && !present.has(sequence)) length++;
    else if (length > 0) {
      lengths.push(length);
      length = 0;
    }
  }
  return lengths;
}

/** Splits times into bursts: a new one begins where nothing came for `gapMs`. Gives the time of each first. */
export function burstStarts(timesMs: readonly number[], gapMs: number): number[] {
  return timesMs.filter((timeMs, index) => index === 0 || timeMs - (timesMs[index - 1] ?? 0) >= gapMs);
}

/** Milliseconds in a table. */
export function ms(value: number): string {
  return `${value.toFixed(Math.abs(value) < 10 ? 2 : 1)} ms`;
}

/** A share in a table, in per cent. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
