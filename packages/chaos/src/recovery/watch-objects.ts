import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject, V1ListMeta } from '@kubernetes/client-node';
import { ChaosError } from '../errors.ts';
import { calling, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { confirmRefusal, isRefusal } from './watch-refusal.ts';

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

type Ending = Readonly<{ version: string | undefined; error?: unknown }>;

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

  async function follow(from: string): Promise<Ending> {
    const { Watch } = await import('@kubernetes/client-node');
    let last: string | undefined = from;
    let refused: unknown;
    const ended = Promise.withResolvers<unknown>();
    const query = { resourceVersion: from, allowWatchBookmarks: true, labelSelector: source.labelSelector };
    const request = await new Watch(kube.config).watch(
      source.path,
      query,
      (type: string, object: T & { code?: number }) => {
        if (isStopped()) return;
        if (type === 'ERROR') {
          if (object.code === 410) last = undefined;
          else refused = errorOf(object);
          return;
        }
        last = object.metadata?.resourceVersion ?? last;
        if (type === 'DELETED') forget(object);
        else if (type !== 'BOOKMARK') tell(object);
      },
      (error: unknown) => ended.resolve(error),
    );
    const onAbort = (): void => request.abort();
    signal.addEventListener('abort', onAbort);
    if (isStopped()) onAbort();
    else if (broken && (await isPending(ended.promise))) goOn();
    const error = await ended.promise;
    signal.removeEventListener('abort', onAbort);
    const status = (error as { statusCode?: unknown } | null | undefined)?.statusCode;
    if (status === 410) return { version: undefined };
    if (isRefusal(status) && !isStopped()) await confirmRefusal(kube, source, signal);
    return { version: last, error: refused ?? (isSilence(error) ? undefined : error) };
  }

  function errorOf(status: T & { code?: number; message?: string }): Error {
    const doing = `can't watch ${source.what}`;
    if (!isRefusal(status.code)) return new Error(`${doing}: ${JSON.stringify(status)}`);
    return new ChaosError('CHAOS_FORBIDDEN', `${doing}: ${status.message ?? `status ${status.code}`}`);
  }

  while (!isStopped()) {
    try {
      version ??= await list();
      const ending = await follow(version);
      ({ version } = ending);
      if (ending.error !== undefined && ending.error !== null) throw ending.error;
    } catch (error) {
      if (isStopped()) return;
      if (!listed) {
        if (statusOf(error) !== 404) throw error;
        watcher.onListed();
        return;
      }
      if (error instanceof ChaosError && error.code === 'CHAOS_FORBIDDEN') throw error;
      broken = true;
      watcher.onBreak(error);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, WATCH_RETRY_MS.longest);
    }
  }
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending;
}

/** The client ends a watch that has said nothing for a while; that is no break. */
function isSilence(error: unknown): boolean {
  return (error as { name?: unknown } | null | undefined)?.name === 'TimeoutError';
}
