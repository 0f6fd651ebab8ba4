/** Of how many is "many": infections that cause more than this share of a Poisson distribution of the same mean (Lloyd-Smith 2005). */
const SUPERSPREADING = 0.99;

/** The chances of 0, 1, 2 ... of a Poisson distribution. */
export function poisson(mean: number, count: number): number[] {
  const chances: number[] = [];
  let chance = Math.exp(-mean);
  for (let value = 0; value < count; value++) {
    chances.push(chance);
    chance *= mean / (value + 1);
  }
  return chances;
}

/** Who infects more than this many is a superspreader: the 99th percentile of a Poisson distribution of the mean of all. */
export function superspreadingFrom(mean: number): number {
  if (!(mean > 0)) return 1;
  let chance = Math.exp(-mean);
  let below = chance;
  let value = 0;
  while (below < SUPERSPREADING && value < 10_000) {
    value++;
    chance *= mean / value;
    below += chance;
  }
  return value;
}
