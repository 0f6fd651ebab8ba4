import type { EventRecorder } from './recorder.ts';
import type { Clock, KubeObject, ObjectsByResource, ResourceName } from '@pod-contagion/api-server/objects';
import type { Change, Registry } from '@pod-contagion/api-server/registry';
import { createWorkQueue, type WorkQueue } from './work-queue.ts';

/** What every controller is given. */
export type ControllerOptions = Readonly<{
  registry: Registry;
  recorder: EventRecorder;
  clock: Clock;
  /** Told of what went wrong in a reconciliation; it is tried again in any case. */
  onError: (error: unknown) => void;
}>;

/** A controller that runs; `close` ends it and leaves all objects as they are. */
export type Controller = Readonly<{ close: () => void }>;

/** The name of an object as a key of a work queue. */
export type ObjectKey = Readonly<{ namespace: string; name: string }>;

/** `namespace/name`, or the name alone where there is no namespace. */
export function keyOf({ metadata: { namespace = '', name = '' } }: KubeObject): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** Takes a key apart that keyOf has made. */
export function parseKey(key: string): ObjectKey {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, Math.max(slash, 0)), name: key.slice(slash + 1) };
}

/** What a controller watches, by resource: a listener for each change, called from within the write. */
export type Watches = {
  readonly [R in ResourceName]?: (change: Change<ObjectsByResource[R]>, queue: WorkQueue) => void;
};

/**
 * Runs a reconciliation for the keys that watches put on its queue. Objects that exist already are shown to the watches
 * as if they were added now, so that a controller needs no other start.
 */
export function runController(
  { registry, clock, onError }: Pick<ControllerOptions, 'registry' | 'clock' | 'onError'>,
  watches: Watches,
  reconcile: (key: string, queue: WorkQueue) => void,
): Controller {
  const queue = createWorkQueue(
    clock,
    (key) => reconcile(key, queue),
    (_key, error) => onError(error),
  );
  const ends = (Object.keys(watches) as ResourceName[]).map((resource) => {
    // One resource's listener takes that resource's changes; the compiler cannot pair them over a union of names.
    const listener = watches[resource] as (change: Change, queue: WorkQueue) => void;
    for (const object of registry.list(resource)) {
      listener(
        { type: 'ADDED', object, previous: undefined, revision: Number(object.metadata.resourceVersion) },
        queue,
      );
    }
    return registry.onChange(resource, (change) => listener(change, queue));
  });
  return {
    close: () => {
      for (const end of ends) end();
      queue.close();
    },
  };
}
