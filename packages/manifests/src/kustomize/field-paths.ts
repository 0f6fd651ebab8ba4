import { isRecord, own, setField } from '@pod-contagion/notations';
import { partsOf, textOf } from './fields.ts';
import { pattern } from './pattern.ts';

/** What is made where a path leads to nothing. */
type Made = 'list' | 'object' | 'scalar';

/** What a value becomes; `isNew` says that it was made for it. */
type Change = (value: unknown, isNew: boolean) => unknown;

/** Something that can be looked at and set. */
type Slot = Readonly<{ get: () => unknown; set: (value: unknown) => void; isNew: boolean }>;

/**
 * The parts of a path such as `spec.containers.[name=one].env.0`; dots in brackets belong to them. Source: kyaml's
 * utils/pathsplitter.go (SmarterPathSplitter).
 */
export function fieldPath(path: string): readonly string[] {
  const split = [...partsOf(path, '.')];
  const parts: string[] = [];
  while (split.length > 0) {
    let part = split.shift() ?? '';
    if (part.startsWith('[') && !part.endsWith(']')) {
      while (split.length > 0 && !part.endsWith(']')) part = `${part}.${split.shift() ?? ''}`;
      if (!part.includes('=')) part = part.replaceAll(/^[[\]]+|[[\]]+$/g, '');
    }
    parts.push(part);
  }
  if (parts.some((part) => part.trim() !== part || part === '')) {
    throw new Error(`expected a path such as spec.replicas, got ${JSON.stringify(path)}`);
  }
  return parts;
}

/** The value that a path leads to. Source: kyaml's yaml/fns.go (PathGetter). */
export function valueAt(value: unknown, [part, ...rest]: readonly string[]): unknown {
  if (part === undefined || value === undefined || value === null) return value;
  if (part === '*') throw new Error('expected no * in the path of a source');
  if (/^\d+$/.test(part) || part === '-') {
    const list = listIn(value, part);
    return valueAt(list[part === '-' ? list.length - 1 : Number(part)], rest);
  }
  const condition = conditionIn(part);
  if (condition === undefined) return valueAt(own(objectIn(value, part), part), rest);
  const { field, text } = condition;
  const found = listIn(value, part).find((item) =>
    field === '' ? String(item) === text : isRecord(item) && String(own(item, field)) === text,
  );
  return valueAt(found, rest);
}

/**
 * Changes all values that a path leads to, and says how many these were; with `made` what is missing on the way is made.
 * Source: kyaml's yaml/match.go (PathMatcher).
 */
export function changeAt(
  root: Record<string, unknown>,
  path: readonly string[],
  made: Made | undefined,
  change: Change,
): number {
  const slots = slotsAt({ get: () => root, set: () => undefined, isNew: false }, path, made);
  for (const slot of slots) slot.set(change(slot.get(), slot.isNew));
  return slots.length;
}

function slotsAt(slot: Slot, [part, ...rest]: readonly string[], made: Made | undefined): readonly Slot[] {
  if (part === undefined) return [slot];
  const value = slot.get();
  const next = (each: Slot): readonly Slot[] => slotsAt(each, rest, made);
  if (part === '*') return listIn(value, part).flatMap((_, index, list) => next(itemOf(list, index)));
  if (/^\d+$/.test(part)) {
    const list = listIn(value, part);
    const index = Number(part);
    if (index < list.length) return next(itemOf(list, index));
    if (index > list.length || made === undefined)
      throw new Error(`expected ${index + 1} items, got ${list.length}`);
    list.push(emptyFor(rest[0], made));
    return next({ ...itemOf(list, index), isNew: rest.length === 0 });
  }
  const condition = conditionIn(part);
  if (condition !== undefined)
    return conditioned(listIn(value, part), condition, made, next, rest.length === 0);
  const object = objectIn(value, part);
  const present = own(object, part);
  if (present === undefined) {
    if (made === undefined) return [];
    setField(object, part, emptyFor(rest[0], made));
  }
  const isNew = present === undefined && rest.length === 0;
  return next({ get: () => own(object, part), set: (to) => setField(object, part, to), isNew });
}

function conditioned(
  list: unknown[],
  { field, text }: Readonly<{ field: string; text: string }>,
  made: Made | undefined,
  next: (slot: Slot) => readonly Slot[],
  isLast: boolean,
): readonly Slot[] {
  if (/[\^$]/.test(text))
    throw new Error(`expected no ^ or $ in a condition, which may meet quotes, got ${text}`);
  const expression = pattern(text);
  const found = list.flatMap((item, index) => {
    const value = field === '' ? item : isRecord(item) ? own(item, field) : undefined;
    if (value === undefined || typeof value === 'object' || !expression.test(textOf(value))) return [];
    return next(itemOf(list, index));
  });
  if (found.length > 0 || made === undefined) return found;
  if (field === '' && !isLast) throw new Error('expected the end of the path after a condition on texts');
  list.push(field === '' ? text : { [field]: text });
  return next(itemOf(list, list.length - 1));
}

function itemOf(list: unknown[], index: number): Slot {
  return {
    get: () => list[index],
    set: (value) => {
      list[index] = value;
    },
    isNew: false,
  };
}

function emptyFor(next: string | undefined, made: Made): unknown {
  if (next === undefined) return made === 'list' ? [] : made === 'object' ? {} : '';
  return /^\d+$/.test(next) || conditionIn(next) !== undefined ? [] : {};
}

function conditionIn(part: string): Readonly<{ field: string; text: string }> | undefined {
  if (!part.startsWith('[') || !part.endsWith(']')) return undefined;
  const inner = part.slice(1, -1);
  const at = inner.indexOf('=');
  if (at < 0) throw new Error(`expected a condition such as [name=one], got ${part}`);
  return { field: inner.slice(0, at), text: inner.slice(at + 1) };
}

function listIn(value: unknown, part: string): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new Error(`expected a list at ${part}, got ${JSON.stringify(value) ?? 'nothing'}`);
}

function objectIn(value: unknown, part: string): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw new Error(`expected an object with ${part}, got ${JSON.stringify(value) ?? 'nothing'}`);
}
