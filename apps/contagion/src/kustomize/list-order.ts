import { isRecord } from '../kubernetes/objects.ts';

/** What tells the items of a list apart, the more particular first: a port has a name, too. */
const KEYS = ['containerPort', 'port', 'mountPath', 'devicePath', 'ip', 'uid', 'topologyKey', 'name', 'type'];

/**
 * Puts the lists of a merged object into the order that kustomize gives them: the items a patch names first, in
 * its order, then the others. An API server appends what is new instead; for variables that refer to each other it matters.
 */
export function orderLikePatch(merged: unknown, patch: unknown): unknown {
  if (isRecord(merged) && isRecord(patch)) {
    const fields = Object.entries(merged).map(([name, value]) => [name, orderLikePatch(value, patch[name])]);
    return Object.fromEntries(fields);
  }
  if (!Array.isArray(merged) || !Array.isArray(patch)) return merged;
  const items = patch.filter(isRecord).filter((item) => item['$patch'] === undefined);
  const key = KEYS.find((name) => items.length > 0 && items.every((item) => item[name] !== undefined));
  if (key === undefined || !merged.every(isRecord)) return merged;
  const named = items.flatMap((item) => {
    const found = merged.find((each) => each[key] === item[key]);
    return found === undefined ? [] : [[found, orderLikePatch(found, item)] as const];
  });
  const first = new Set<unknown>(named.map(([found]) => found));
  return [...named.map(([, ordered]) => ordered), ...merged.filter((item) => !first.has(item))];
}
