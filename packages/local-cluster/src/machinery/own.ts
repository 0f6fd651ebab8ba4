/**
 * What an object itself holds under a name that a user has chosen; undefined where it holds nothing. `constructor`,
 * `toString` and the like are names like any other, and what every JavaScript object inherits under them is nobody's.
 */
export function own<T>(object: Readonly<Record<string, T>> | null | undefined, name: string): T | undefined {
  return object !== undefined && object !== null && Object.hasOwn(object, name) ? object[name] : undefined;
}
