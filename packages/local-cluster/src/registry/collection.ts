import type { KubeObject } from '../machinery/objects.ts';
import type { Change } from './registry.ts';

/** How many of the last changes of a kind are remembered for watches that come back. */
export const MAX_REMEMBERED_CHANGES = 1_000;

/** The objects of one kind, and the last changes to them. */
export type Collection = {
  readonly get: (namespace: string, name: string) => KubeObject | undefined;
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
    changes.push(change);
    if (changes.length < 2 * MAX_REMEMBERED_CHANGES) return;
    // In halves, so that not every change moves the whole array.
    const [lastForgotten] = changes.splice(0, MAX_REMEMBERED_CHANGES).slice(-1);
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

  return { get, list, commit, onChange, changesSince };
}

function sorted(objects: ReadonlyMap<string, KubeObject> | undefined): KubeObject[] {
  if (objects === undefined) return [];
  return [...objects.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}
