/** How often each whole number from 0 on came. */
export type Histogram = readonly number[];

/** Counts whole numbers, none less than 0. */
export function histogramOf(values: ArrayLike<number>): Histogram {
  const counts: number[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    while (counts.length <= value) counts.push(0);
    counts[value]!++;
  }
  return counts;
}

/** One histogram of several runs; counts are whole, so that their order changes nothing. */
export function addHistograms(histograms: readonly Histogram[]): Histogram {
  const length = histograms.reduce((most, each) => Math.max(most, each.length), 0);
  const counts = Array.from({ length }, () => 0);
  for (const histogram of histograms) {
    for (const [value, count] of histogram.entries()) counts[value]! += count;
  }
  return counts;
}
