import { isRecord, own, setField } from '@pod-contagion/notations';
import type { KubeObject } from '../reading/objects.ts';
import { changeFields, type FieldSpec, type Place } from './fields.ts';
import type { Resource } from './resource.ts';

/**
 * A label or annotation that was added to several places at once. To kustomize it stays one value: what changes it in one
 * place, even a later patch, changes it in all. Found by comparison; a JSON patch puts an end to it.
 */
export type SharedValue = { places: Place[]; uncertain: boolean };

/** Adds labels or annotations where the lines of a table say; what is there gets the new value wherever it is shared. */
export function setShared(
  resource: Resource,
  specs: readonly FieldSpec[],
  pairs: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(pairs)) {
    const added: SharedValue = { places: [], uncertain: false };
    for (const spec of specs) {
      changeFields(resource.object, spec, (record, place) => {
        if (!isRecord(record)) {
          throw new TypeError(`expected an object at ${spec.path}, got ${JSON.stringify(record)}`);
        }
        const at = [...place, name];
        const before = own(record, name);
        if (before === undefined) added.places.push(at);
        else if (before !== value) setAll(resource, sharedAt(resource, at), value);
        setField(record, name, value);
        return record;
      });
    }
    if (added.places.length > 1) resource.shared.push(added);
  }
}

/**
 * Gives shared values their new value everywhere after an object was changed in some place; in what was `replaced` as a whole
 * there is none of them any more.
 * @throws {Error} where that isn't clear.
 */
export function followChanges(resource: Resource, before: KubeObject, replaced: readonly Place[] = []): void {
  for (const shared of resource.shared) {
    const places = shared.places.filter(
      (place) =>
        valueAt(resource.object, place) !== undefined && !replaced.some((whole) => isWithin(place, whole)),
    );
    if (places.some((place) => isMoved(before, resource.object, place))) shared.uncertain = true;
    shared.places = places;
    const changes = places
      .map((place) => [valueAt(before, place), valueAt(resource.object, place)] as const)
      .filter(([old, now]) => old !== now)
      .map(([, now]) => now);
    const [value] = changes;
    if (value === undefined) continue;
    if (changes.some((each) => each !== value)) {
      throw new Error(`expected one value for what kustomize shares, got ${JSON.stringify(changes)}`);
    }
    setAll(resource, shared, value);
  }
}

function isWithin(place: Place, whole: Place): boolean {
  return whole.every((name, index) => place[index] === name);
}

function sharedAt({ shared }: Resource, place: Place): SharedValue | undefined {
  const text = place.join('\0');
  return shared.find(({ places }) => places.some((each) => each.join('\0') === text));
}

function setAll({ object }: Resource, shared: SharedValue | undefined, value: unknown): void {
  if (shared === undefined) return;
  if (shared.uncertain)
    throw new Error('expected no further change of a value that kustomize shares with a list');
  for (const place of shared.places) {
    const record = valueAt(object, place.slice(0, -1));
    if (isRecord(record)) setField(record, place.at(-1) ?? '', value);
  }
}

function valueAt(object: unknown, place: Place): unknown {
  return place.reduce<unknown>((value, name) => {
    if (Array.isArray(value)) return value[Number(name)] as unknown;
    return isRecord(value) ? own(value, name) : undefined;
  }, object);
}

/** Whether a list on the way to a place is another one now. */
function isMoved(before: KubeObject, after: KubeObject, place: Place): boolean {
  return place.some((_, length) => {
    const [old, now] = [valueAt(before, place.slice(0, length)), valueAt(after, place.slice(0, length))];
    return Array.isArray(old) && JSON.stringify(old) !== JSON.stringify(now);
  });
}
