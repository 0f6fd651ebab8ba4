type Json = Readonly<Record<string, unknown>>;

/** Objects in an order of their own, without what says nothing: null, and empty labels and annotations. */
export function byIdentity(objects: readonly unknown[]): unknown {
  const identity = ({ apiVersion, kind, metadata }: Json): string =>
    JSON.stringify([apiVersion, kind, metadata]);
  return objects
    .map((object) => plain(object) as Json)
    .toSorted((one, other) => (identity(one) < identity(other) ? -1 : 1));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value)
    .filter(([name, field]) => field !== null && !saysNothing(name, field))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, field]) => [name, plain(field)] as const);
  return Object.fromEntries(fields);
}

function saysNothing(name: string, value: unknown): boolean {
  const isPairs = name === 'labels' || name === 'annotations';
  return isPairs && typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
