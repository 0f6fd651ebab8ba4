import { setField, isRecord } from '@pod-contagion/notations';

/** An object of JSON. */
export type JsonObject = Record<string, unknown>;

/** A copy that shares nothing with a value of JSON. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item)) as T;
  if (!isRecord(value)) return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) setField(copy, key, copyOf(item));
  return copy as T;
}

/** A value as Go prints it with %v: `map[name:a ports:[map[port:80]]]`. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `map[${fields.map(([key, item]) => `${key}:${goText(item)}`).join(' ')}]`;
}
