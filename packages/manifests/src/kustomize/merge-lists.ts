import { isRecord, own, setField } from '@pod-contagion/notations';
import { plainValue } from '../reading/scalars.ts';
import { textOf } from './fields.ts';
import type { MergeSchema } from './merge-schema.ts';

/** Values by which an item is told apart, one for each key; '' for one it hasn't. */
type Values = readonly string[];

/** How two items become one. */
type Merge = (present: unknown, patch: unknown, schema: MergeSchema | undefined) => unknown;

/**
 * Merges the items of two lists by their keys: those of the patch first, in its order, then the others. Source: kyaml's
 * yaml/walk/associative_sequence.go, whose ways with keys that only some items have are kept.
 */
export function mergeItems(
  present: unknown[],
  patch: unknown[] | undefined,
  schema: MergeSchema,
  merge: Merge,
): unknown[] {
  const keys = schema.keys?.length ? schema.keys : [''];
  let all = distinct([...(patch ?? []), ...present].map((item) => keys.map((key) => valueOf(item, key))));
  if (keys.length > 1) all = unified(all);
  const merged: unknown[] = [];
  let usedKeys: readonly string[] = keys;
  for (const values of all) {
    const used = usedOf(all, values, keys);
    usedKeys = used.keys;
    const alone = usedOf([used.values], used.values, used.keys);
    const item = merge(
      present.find((each) => matches(each, alone.keys, alone.values)),
      patch?.find((each) => matches(each, alone.keys, alone.values)),
      schema.items,
    );
    if (item === undefined || item === null || (isRecord(item) && Object.keys(item).length === 0)) {
      put(present, undefined, used.keys, used.values);
      continue;
    }
    for (const [index, key] of used.keys.entries()) {
      const value = used.values[index] ?? '';
      if (isRecord(item) && own(item, key) === undefined && value !== '')
        setField(item, key, plainValue(value));
    }
    put(merged, item, used.keys, used.values);
  }
  if (all.length > 0) for (const item of present) append(merged, item, usedKeys);
  return all.length > 0 ? merged : present;
}

/** Adds an item of the list as it was to the merged ones, where one that it equals is put in its place. */
function append(merged: unknown[], item: unknown, keys: readonly string[]): void {
  if (keys[0] === '') {
    put(merged, item, [''], [valueOf(item, '')]);
    return;
  }
  const values: string[] = [];
  for (const key of keys) {
    const value = isRecord(item) ? own(item, key) : undefined;
    if (value === undefined || value === null) merged.push(item);
    else values.push(textOf(value));
  }
  if (keys.length > 1) put(merged, undefined, keys, values);
  put(merged, item, keys, values);
}

/** Puts an item where those are that it equals, else at the end; nothing takes them away. */
function put(list: unknown[], item: unknown, keys: readonly string[], values: Values): void {
  let found = false;
  const kept: unknown[] = [];
  for (const each of list) {
    if (each === null || each === undefined || (isRecord(each) && Object.keys(each).length === 0)) continue;
    if (!isRecord(each) && keys[0] !== '' && (values[0] ?? '') !== '') {
      kept.push(each);
    } else if (!equals(each, keys, values)) {
      if (values.length > 0) kept.push(each);
    } else {
      found = true;
      if (item !== undefined) kept.push(item);
    }
  }
  if (item !== undefined && !found) kept.push(item);
  list.splice(0, list.length, ...kept);
}

/** Whether an item has the values; any one where a value is ''. */
function equals(item: unknown, keys: readonly string[], values: Values): boolean {
  let last = false;
  return keys.every((key, index) => {
    const value = values[index];
    if (value !== undefined) {
      if (key === '') last = valueOf(item, '') === value;
      else
        last = isRecord(item) && Object.hasOwn(item, key) && (value === '' || valueOf(item, key) === value);
    }
    return last;
  });
}

/** Whether an item has exactly the values. */
function matches(item: unknown, keys: readonly string[], values: Values): boolean {
  if (keys[0] === '') return valueOf(item, '') === values[0];
  return (
    isRecord(item) &&
    keys.every((key, index) => Object.hasOwn(item, key) && valueOf(item, key) === values[index])
  );
}

function valueOf(item: unknown, key: string): string {
  return textOf(key === '' ? item : isRecord(item) ? own(item, key) : undefined);
}

function distinct(all: readonly Values[]): readonly Values[] {
  const seen = new Map(all.map((values) => [JSON.stringify(values), values]));
  return [...seen.values()];
}

/** Lets items that agree in what both of them have share the values that only one has. */
function unified(all: readonly Values[]): readonly Values[] {
  const result = [...all];
  for (let one = 0; one < result.length; one += 1) {
    for (let other = 0; other < result.length; other += 1) {
      const [mine = [], theirs = []] = [result[one], result[other]];
      const pairs = mine.map((value, index) => [value, theirs[index] ?? ''] as const);
      if (pairs.some(([a, b]) => a !== b && a !== '' && b !== '') || !pairs.some(([a, b]) => a === b))
        continue;
      result[one] = result[other] = pairs.map(([a, b]) => a || b);
    }
  }
  return result;
}

/** The keys that any item has a value for, and the values for these; all of them where none has. */
function usedOf(
  all: readonly Values[],
  values: Values,
  keys: readonly string[],
): { keys: readonly string[]; values: Values } {
  const isUsed = (index: number): boolean => all.some((each) => (each[index] ?? '') !== '');
  if (!keys.some((_, index) => isUsed(index))) return { keys, values };
  return {
    keys: keys.filter((_, index) => isUsed(index)),
    values: values.filter((value, index) => value !== '' || isUsed(index)),
  };
}
