import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject, V1ListMeta } from '@kubernetes/client-node';
import { printable } from '@pod-contagion/cluster-client/printable';
import { ChaosError } from '../errors.ts';
import { calling, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { openWatch } from '../kubernetes/open-watch.ts';

/** What is watched. */
export type WatchSource<T extends KubernetesObject> = Readonly<{
  /** For messages: `pods in default`. */
  what: string;
  /** Of the list in the API. */
  path: string;
  labelSelector?: string | undefined;
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
  const known = new Map<string, T>();
  let version: string | undefined;
  let listed = false;
  let broken = false;
  let pauseMs: number = WATCH_RETRY_MS.first;
  const isStopped = (): boolean => signal.aborted;

  function tell(object: T): void {
    known.set(object.metadata?.uid ?? '', object);
    watcher.onObject(object);
  }

  function forget(object: T): void {
    known.delete(object.metadata?.uid ?? '');
    watcher.onGone(object);
  }

  async function list(): Promise<string> {
    const { items, metadata } = await calling(`list ${source.what}`, source.list());
    goOn();
    const present = new Set(items.map((item) => item.metadata?.uid));
    for (const [uid, object] of known) if (!present.has(uid)) forget(object);
    for (const item of items) tell(item);
    if (!listed) watcher.onListed();
    listed = true;
    return metadata?.resourceVersion ?? '';
  }

  function goOn(): void {
    if (broken) watcher.onResume();
    broken = false;
    pauseMs = WATCH_RETRY_MS.first;
  }

  function breakOff(error: unknown): void {
    broken = true;
    watcher.onBreak(error);
  }

  /** Follows one watch to its end; gives the version to go on from, none where it is too old. */
  async function follow(from: string): Promise<string | undefined> {
    const query = { resourceVersion: from, allowWatchBookmarks: 'true', labelSelector: source.labelSelector };
    const askedMs = performance.now();
    const events = await openWatch(kube, { ...source, query }, signal);
    const tookMs = performance.now() - askedMs;
    // What happened meanwhile is told late, as after a break.
    if (tookMs > GAP_MS) breakOff(new Error(`the watch began only after ${Math.round(tookMs)} ms`));
    goOn();
    let count = 0;
    for await (const { type, object: told } of events) {
      const object = told as T & { code?: number };
      count++;
      if (isStopped()) break;
      if (type === 'ERROR') {
        if (object.code === 410) return undefined;
        throw errorOf(object);
      }
      version = object.metadata?.resourceVersion ?? version;
      if (type === 'DELETED') forget(object);
      else if (type !== 'BOOKMARK') tell(object);
    }
    // Whoever ends each watch at once is not asked without a pause.
    if (count === 0) await sleep(WATCH_RETRY_MS.first, undefined, { signal }).catch(() => undefined);
    return version;
  }

  function errorOf({ code, message }: T & { code?: number; message?: string }): Error {
    const words = message ?? `status ${code}`;
    const error = Object.assign(new Error(words), { code });
    const kind = code === 401 || code === 403 ? 'CHAOS_FORBIDDEN' : 'CHAOS_API';
    return new ChaosError(kind, `can't watch ${source.what}: ${printable(words)}`, { cause: error });
  }

  while (!isStopped()) {
    try {
      version ??= await list();
      version = await follow(version);
    } catch (error) {
      if (isStopped()) return;
      if (statusOf(error) === 410) version = undefined;
      if (!listed) {
        if (statusOf(error) !== 404) throw error;
        watcher.onListed();
        return;
      }
      if (error instanceof ChaosError && error.code === 'CHAOS_FORBIDDEN') throw error;
      breakOff(error);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, WATCH_RETRY_MS.longest);
    }
  }
}
