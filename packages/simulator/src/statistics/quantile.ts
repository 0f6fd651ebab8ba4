/**
 * A quantile of numbers that are sorted already, smallest first: type 7 of Hyndman and Fan 1996, as R and NumPy give it, a line
 * between the two neighbours of place (n - 1) x `probability`. NaN of none.
 */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const place = (sorted.length - 1) * probability;
  const index = Math.floor(place);
  const below = sorted[index] ?? NaN;
  const above = sorted[index + 1] ?? below;
  // Also for infinite neighbours, of which no difference may be taken.
  return above === below ? below : below + (place - index) * (above - below);
}
