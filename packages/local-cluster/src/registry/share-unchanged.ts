/**
 * Gives back `next` with every part that equals its counterpart in `old` replaced by that very part; `old` itself
 * where nothing differs. The versions of an object that are remembered for watches then have in common what
 * did not change: of an EndpointSlice with a hundred endpoints each version keeps one. Both are JSON values.
 */
export function shareUnchanged<T>(old: T, next: T): T {
  if (Object.is(old, next)) return old;
  if (Array.isArray(old) && Array.isArray(next)) return sharedArray(old, next) as T;
  if (isObject(old) && isObject(next)) return sharedObject(old, next) as T;
  return next;
}

function sharedArray(old: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const shared = next.map((item, index) => (index < old.length ? shareUnchanged(old[index], item) : item));
  return shared.length === old.length && shared.every((item, index) => item === old[index]) ? old : shared;
}

function sharedObject(
  old: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const keys = Object.keys(next);
  const shared: Record<string, unknown> = {};
  let isSame = keys.length === Object.keys(old).length;
  for (const key of keys) {
    const value = Object.hasOwn(old, key) ? shareUnchanged(old[key], next[key]) : next[key];
    // Not by assignment: a key may be __proto__.
    Object.defineProperty(shared, key, { value, enumerable: true, configurable: true, writable: true });
    isSame &&= Object.hasOwn(old, key) && value === old[key];
  }
  return isSame ? old : shared;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
