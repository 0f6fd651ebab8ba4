/** An object without its fields that are undefined: on the wire they are absent, and comparisons should see it so. */
export function present<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
