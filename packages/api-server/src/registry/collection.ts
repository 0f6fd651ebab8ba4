import { measureJson } from '../machinery/json-measure.ts';
import type { KubeObject } from '../machinery/objects.ts';
import type { Change } from './registry.ts';

/** How many of the last changes of a kind are remembered for watches that come back. */
export const MAX_REMEMBERED_CHANGES = 1_000;

/** How large the objects may be that those changes made, together, in bytes; beyond that fewer are remembered. */
export const MAX_REMEMBERED_BYTES: number = 64 * 1024 * 1024;

/** The objects of one kind, and the last changes to them. */
export type Collection = {
  readonly get: (namespace: string, name: string) => KubeObject | undefined;
  /** How many objects there are. */
  readonly count: () => number;
  /** Sorted by namespace and name. */
  readonly list: (namespace: string | undefined) => KubeObject[];
  /** Stores what a change says and tells the listeners. */
  readonly commit: (change: Change) => void;
  readonly onChange: (listener: (change: Change) => void) => () => void;
  readonly changesSince: (revision: number) => readonly Change[] | undefined;
};

/** Makes an empty collection. `onListenerError` is told of a listener that throws; the others are still called. */
export function createCollection(onListenerError: (error: unknown) => void): Collection {
  const byNamespace = new Map<string, Map<string, KubeObject>>();
  const listeners = new Set<(change: Change) => void>();
  const changes: Change[] = [];
  const sizes: number[] = [];
  let rememberedBytes = 0;
  let forgottenRevision = 0;

  const get = (namespace: string, name: string): KubeObject | undefined =>
    byNamespace.get(namespace)?.get(name);

  const list = (namespace: string | undefined): KubeObject[] => {
    if (namespace !== undefined) return sorted(byNamespace.get(namespace));
    return [...byNamespace.keys()].toSorted().flatMap((key) => sorted(byNamespace.get(key)));
  };

  const commit = (change: Change): void => {
    const { namespace = '', name = '' } = change.object.metadata;
    if (change.type === 'DELETED') {
      byNamespace.get(namespace)?.delete(name);
      if (byNamespace.get(namespace)?.size === 0) byNamespace.delete(namespace);
    } else {
      const objects = byNamespace.get(namespace) ?? new Map<string, KubeObject>();
      byNamespace.set(namespace, objects.set(name, change.object));
    }
    remember(change);
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        onListenerError(error);
      }
    }
  };

  const remember = (change: Change): void => {
    const { bytes } = measureJson(change.object, MAX_REMEMBERED_BYTES);
    changes.push(change);
    sizes.push(bytes);
    rememberedBytes += bytes;
    let forgotten = changes.length < 2 * MAX_REMEMBERED_CHANGES ? 0 : MAX_REMEMBERED_CHANGES;
    if (rememberedBytes > MAX_REMEMBERED_BYTES)
      forgotten = Math.max(forgotten, Math.ceil(changes.length / 2));
    if (forgotten === 0) return;
    // Many at once, so that not every change moves the whole array.
    const [lastForgotten] = changes.splice(0, forgotten).slice(-1);
    for (const size of sizes.splice(0, forgotten)) rememberedBytes -= size;
    forgottenRevision = lastForgotten?.revision ?? forgottenRevision;
  };

  const onChange = (listener: (change: Change) => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  const changesSince = (revision: number): readonly Change[] | undefined => {
    if (revision < forgottenRevision) return undefined;
    return changes.slice(changes.findLastIndex((change) => change.revision <= revision) + 1);
  };

  const count = (): number => {
    let sum = 0;
    for (const objects of byNamespace.values()) sum += objects.size;
    return sum;
  };

  return { get, count, list, commit, onChange, changesSince };
}

function sorted(objects: ReadonlyMap<string, KubeObject> | undefined): KubeObject[] {
  if (objects === undefined) return [];
  return [...objects.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}
