import { isRecord } from '@pod-contagion/notations';

/**
 * Gives back `next` with every part that equals its counterpart in `old` replaced by that very part; `old` itself
 * where nothing differs. The versions of an object that are remembered for watches then have in common what
 * did not change: of an EndpointSlice with a hundred endpoints each version keeps one. Both are JSON values.
 */
export function shareUnchanged<T>(old: T, next: T): T {
  if (Object.is(old, next)) return old;
  if (Array.isArray(old) && Array.isArray(next)) return sharedArray(old, next) as T;
  if (isRecord(old) && isRecord(next)) return sharedObject(old, next) as T;
  return next;
}

function sharedArray(old: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  let counterparts: ReadonlyMap<string, unknown> | undefined;
  const counterpartOf = (item: unknown, index: number): unknown => {
    const key = keyOf(item);
    if (key === undefined || key === keyOf(old[index])) return old[index];
    // Something was put in or taken out before it.
    counterparts ??= new Map(old.map((each) => [keyOf(each) ?? '', each]));
    return counterparts.get(key);
  };
  const shared = next.map((item, index) => shareUnchanged(counterpartOf(item, index), item));
  return shared.length === old.length && shared.every((item, index) => item === old[index]) ? old : shared;
}

/** By what an item of a list is found again when others come and go: endpoints by their address, conditions by type. */
function keyOf(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  const { ip, addresses, name, type } = item;
  const key = ip ?? (Array.isArray(addresses) ? (addresses[0] as unknown) : undefined) ?? name ?? type;
  return typeof key === 'string' ? key : undefined;
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
