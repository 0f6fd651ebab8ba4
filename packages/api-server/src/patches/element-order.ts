import { isRecord } from '@pod-contagion/notations';
import { noMergeKey, wrongForm } from './patch-error.ts';

/** What tells the items of a list apart: a field of theirs, or for primitives the item itself. */
export function identityOf(item: unknown, mergeKey: string | undefined): unknown {
  if (mergeKey === undefined) return item;
  if (!isRecord(item)) throw wrongForm('object', item);
  if (!Object.hasOwn(item, mergeKey)) throw noMergeKey(item, mergeKey);
  return item[mergeKey];
}

/** The places of items in a list, of equal ones the first. */
function placesIn(list: readonly unknown[], mergeKey: string | undefined): Map<unknown, number> {
  const places = new Map<unknown, number>();
  for (const [index, item] of list.entries()) {
    const identity = identityOf(item, mergeKey);
    if (!places.has(identity)) places.set(identity, index);
  }
  return places;
}

/**
 * Puts the items of a merged list into order: those the patch names in its order, the others as they were, and an
 * item that only the server has before the next of the patch where it stood before it. Source:
 * apimachinery/pkg/util/strategicpatch/patch.go (normalizeElementOrder, mergeSortedSlice).
 */
export function inOrder(
  merged: readonly unknown[],
  patchOrder: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string | undefined,
): unknown[] {
  const ofPatch = placesIn(patchOrder, mergeKey);
  const ofServer = placesIn(serverOrder, mergeKey);
  const rank = (item: unknown, places: Map<unknown, number>): number =>
    places.get(identityOf(item, mergeKey)) ?? Number.MAX_SAFE_INTEGER;
  const isOfPatch = (item: unknown): boolean => ofPatch.has(identityOf(item, mergeKey));
  const fromPatch = merged.filter(isOfPatch).toSorted((a, b) => rank(a, ofPatch) - rank(b, ofPatch));
  const fromServer = merged
    .filter((item) => !isOfPatch(item))
    .toSorted((a, b) => rank(a, ofServer) - rank(b, ofServer));

  const result: unknown[] = [];
  let next = 0;
  for (const item of fromPatch) {
    const place = ofServer.get(identityOf(item, mergeKey)) ?? -1;
    while (next < fromServer.length && rank(fromServer[next], ofServer) < place)
      result.push(fromServer[next++]);
    result.push(item);
  }
  return [...result, ...fromServer.slice(next)];
}
