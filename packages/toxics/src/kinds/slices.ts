import type { Random } from '../random.ts';

/**
 * The lengths of the slices that so many bytes are cut into, from the first to the last; each is at least 1, and together they
 * are all of it. What is within `variation` of the average, or smaller, stays whole; the rest is cut in about two, and so on.
 * An average below 1 cuts nothing. Source: `chunk` in toxics/slicer.go of Toxiproxy, which fails where the variation is not
 * smaller than the average; here it counts as one less than that.
 */
export function* slicesOf(
  length: number,
  average: number,
  variation: number,
  random: Random,
): Generator<number, void, void> {
  if (average < 1) {
    yield length;
    return;
  }
  const most = Math.max(0, Math.min(variation, average - 1));
  // A stack instead of recursion: the end of each part that is still to be cut, the nearest on top.
  const ends = [length];
  let start = 0;
  for (let end = ends.at(-1); end !== undefined; end = ends.at(-1)) {
    const size = end - start;
    if (size - average <= most || size < 2) {
      yield size;
      start = end;
      ends.pop();
    } else {
      const off = most > 0 ? Math.floor(random() * most * 2) - most : 0;
      ends.push(Math.min(Math.max(start + Math.floor(size / 2) + off, start + 1), end - 1));
    }
  }
}
