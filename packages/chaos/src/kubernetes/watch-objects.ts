import type { KubernetesObject, V1ListMeta } from '@kubernetes/client-node';
import { printable } from '@pod-contagion/cluster-client/printable';
import type { WatchEvent } from '@pod-contagion/cluster-client/watching';
import { ChaosError } from '../errors.ts';
import { calling, statusOf } from './api-error.ts';
import type { Kubernetes } from './connect.ts';
import { openWatch, type OpenWatch } from './open-watch.ts';

/** What is watched. */
export type WatchSource<T extends KubernetesObject> = Readonly<{
  /** For messages: `pods in default`. */
  what: string;
  /** Of the list in the API. */
  path: string;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  /** Lists all of it. */
  list: () => Promise<Readonly<{ items: readonly T[]; metadata?: V1ListMeta }>>;
}>;

/** What a watch tells; objects of a watch hold times as text, whatever their type says. */
export type ObjectWatcher<T extends KubernetesObject> = Readonly<{
  onObject: (object: T) => void;
  onGone: (object: T) => void;
  /** The first list has been told. */
  onListed: () => void;
  /** The watch or a later list failed, and is tried again. */
  onBreak: (error: unknown) => void;
  /** It goes on after a break; what was missed is told now. */
  onResume: () => void;
}>;

/** Waits between tries after a break, in ms: the first, doubled each time up to the longest. */
export const WATCH_RETRY_MS = { first: 500, longest: 15_000 } as const;

/** How long a watch may take to begin before that counts as a break, in ms: the API server may be too busy for it. */
const GAP_MS = 3_000;

/**
 * Lists objects and watches them from there for as long as the signal lets it. A watch that ends or breaks is resumed
 * from the last version seen; where that is too old (410), everything is listed anew, and what has gone meanwhile
 * is told. Where nothing of the kind is served (404), there is nothing to tell, and it ends.
 * @throws {ChaosError} where the first list can't be had; CHAOS_FORBIDDEN where list or watch is not allowed, be it at
 * first or later on
 */
export async function watchObjects<T extends KubernetesObject>(
  kube: Kubernetes,
  source: WatchSource<T>,
  watcher: ObjectWatcher<T>,
  signal: AbortSignal,
): Promise<void> {
  const { watchLoop } = await import('@pod-contagion/cluster-client/watching');
  const known = new Map<string, T>();
  let isServed = false;
  const steps = {
    async list() {
      const { items, metadata } = await calling(`list ${source.what}`, source.list());
      isServed = true;
      return { items: [...items], resourceVersion: metadata?.resourceVersion ?? '' };
    },
    open: (resourceVersion: string) => openEvents(kube, source, resourceVersion, signal),
  };
  const rules = {
    retryMs: WATCH_RETRY_MS,
    lateMs: GAP_MS,
    statusOf,
    mayRetry: (error: unknown, isListed: boolean) =>
      isListed && !(error instanceof ChaosError && error.code === 'CHAOS_FORBIDDEN'),
  };
  const told = {
    ...watcher,
    onObject(object: T) {
      known.set(object.metadata?.uid ?? '', object);
      watcher.onObject(object);
    },
    onGone(uid: string, last: T | undefined) {
      const object = last ?? known.get(uid);
      known.delete(uid);
      if (object !== undefined) watcher.onGone(object);
    },
  };
  try {
    await watchLoop(steps, told, rules, signal);
  } catch (error) {
    if (isServed || statusOf(error) !== 404) throw error;
    watcher.onListed();
  }
}

/** The events of one watch; a refusal that comes among them is thrown, as one that comes first is. */
async function openEvents(
  kube: Kubernetes,
  { what, path, labelSelector, fieldSelector }: Omit<WatchSource<KubernetesObject>, 'list'>,
  resourceVersion: string,
  signal: AbortSignal,
): Promise<OpenWatch> {
  const query = { resourceVersion, allowWatchBookmarks: 'true', labelSelector, fieldSelector };
  return withoutRefusals(what, await openWatch(kube, { what, path, query }, signal));
}

async function* withoutRefusals(what: string, events: OpenWatch): AsyncGenerator<WatchEvent> {
  for await (const event of events) {
    if (event.type === 'ERROR') throw refusal(what, event.object);
    yield event;
  }
}

function refusal(what: string, status: Readonly<{ code?: number; message?: string }>): ChaosError {
  const { code, message: words = `status ${code}` } = status;
  const error = Object.assign(new Error(words), { code });
  const kind = code === 401 || code === 403 ? 'CHAOS_FORBIDDEN' : 'CHAOS_API';
  return new ChaosError(kind, `can't watch ${what}: ${printable(words)}`, { cause: error });
}
