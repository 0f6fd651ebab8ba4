/**
 * What an object itself holds under a name that a user has chosen; undefined where it holds nothing. `constructor`,
 * `toString` and the like are names like any other, and what every JavaScript object inherits under them is nobody's.
 */
export function own<T>(object: Readonly<Record<string, T>> | null | undefined, name: string): T | undefined {
  return object !== undefined && object !== null && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Sets a field of an object, also where it is called `__proto__`. */
export function setField(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

/** Whether two values of JSON are the same, whatever the order of fields; costs no more than the smaller of them is large. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
}

/** The names and indices on the way of a JSON pointer; undefined for what is none. Source: RFC 6901. */
export function pointerTokens(pointer: string): readonly string[] | undefined {
  const [start, ...tokens] = pointer.split('/');
  if (start !== '') return undefined;
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Whether what stands in a JSON pointer is an index of a list: without zeros before it. Source: RFC 6901, section 4. */
export function isIndex(token: string): boolean {
  return /^(0|[1-9]\d{0,15})$/.test(token);
}

/** Says whether a value is a plain object, as YAML and JSON make them. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
