import type { Kind } from './kind.ts';
import type { Clock } from '../machinery/clock.ts';
import type { KubeObject, ObjectsByResource, ResourceName } from '../machinery/objects.ts';

/** What happened to an object, as watchers are told. `revision` is the object's resourceVersion as a number. */
export type Change<T extends KubeObject = KubeObject> = Readonly<{
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: T;
  /** What it was before, for MODIFIED and DELETED. */
  previous: T | undefined;
  revision: number;
}>;

/** How a write is carried out. */
export type WriteOptions = Readonly<{
  /** Which part is written: the object itself, or a subresource of it. */
  subresource?: 'status' | 'ephemeralcontainers' | 'scale' | undefined;
  /** Goes through everything but the storing. */
  dryRun?: boolean | undefined;
}>;

/** How an object is deleted. */
export type DeleteOptions = Readonly<{
  gracePeriodSeconds?: number | undefined;
  /** Default: Background. */
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan' | undefined;
  preconditions?: { uid?: string | undefined; resourceVersion?: string | undefined } | undefined;
  dryRun?: boolean | undefined;
}>;

/**
 * The API without HTTP: every write goes through defaults, validation, versions and deletion rules here, whether it
 * comes from a client or from a controller. All calls are synchronous; they throw ApiError. Objects that come
 * out are shared and must not be changed. Namespace is '' for kinds that have none.
 */
export type Registry = {
  readonly clock: Clock;
  /** All that are served. */
  readonly kinds: readonly Kind[];
  readonly kindOf: (resource: ResourceName) => Kind;
  /** The revision of the last change. */
  readonly revision: () => number;
  readonly find: <R extends ResourceName>(
    resource: R,
    namespace: string,
    name: string,
  ) => ObjectsByResource[R] | undefined;
  /** As find, but throws NotFound. */
  readonly get: <R extends ResourceName>(
    resource: R,
    namespace: string,
    name: string,
  ) => ObjectsByResource[R];
  /** Sorted by namespace and name; of all namespaces where none is given. */
  readonly list: <R extends ResourceName>(resource: R, namespace?: string) => ObjectsByResource[R][];
  readonly create: <R extends ResourceName>(
    resource: R,
    object: ObjectsByResource[R],
    options?: WriteOptions,
  ) => ObjectsByResource[R];
  /** Replaces; with a resourceVersion in the object only where it is still the present one. */
  readonly update: <R extends ResourceName>(
    resource: R,
    object: ObjectsByResource[R],
    options?: WriteOptions,
  ) => ObjectsByResource[R];
  /**
   * Reads the present object, lets `change` alter a copy of it (or return another), and updates. Nothing is written
   * and no version used up where the result is the same.
   */
  readonly modify: <R extends ResourceName>(
    resource: R,
    namespace: string,
    name: string,
    change: (draft: ObjectsByResource[R]) => ObjectsByResource[R] | void,
    options?: WriteOptions,
  ) => ObjectsByResource[R];
  /** The object as it was last; `gone` says whether it is removed already or only marked. */
  readonly delete: <R extends ResourceName>(
    resource: R,
    namespace: string,
    name: string,
    options?: DeleteOptions,
  ) => { object: ObjectsByResource[R]; gone: boolean };
  /** Puts a pod on a node; Conflict where it is on one. Source: pkg/registry/core/pod/storage (`BindingREST`). */
  readonly bind: (namespace: string, name: string, nodeName: string) => void;
  /**
   * Tells of changes from now on, in order, each from within the write that makes it: a listener must be quick and must not
   * write (put a key on a work queue instead). The function returned ends it.
   */
  readonly onChange: <R extends ResourceName>(
    resource: R,
    listener: (change: Change<ObjectsByResource[R]>) => void,
  ) => () => void;
  /** The changes after `revision` that are remembered; undefined where it is too old for that. */
  readonly changesSince: (resource: ResourceName, revision: number) => readonly Change[] | undefined;
};
