import { isStatus, type ApiClient } from '@pod-contagion/cluster-client/requests';
import { watchEvents } from '@pod-contagion/cluster-client/watch-events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodObject } from '../epidemic/pod-facts.ts';
import { WATCH_RETRY_MS, WATCH_SILENCE_MS } from '../limits.ts';

type Watched = PodObject & { code?: number };

/** What a watch tells. */
export type Watcher = Readonly<{
  /** A pod is new or has changed. */
  onPod: (pod: PodObject) => void;
  /** A pod is gone. */
  onGone: (uid: string) => void;
  /** The watch broke and is tried again. */
  onBreak: (error: unknown) => void;
}>;

/**
 * Lists pods and watches them from there, for as long as the signal lets it: a watch that ends or breaks is resumed
 * from the last version seen; where that is too old, listed anew. What vanished meanwhile is told as gone.
 */
export async function watchPods(
  client: ApiClient,
  path: string,
  query: Readonly<Record<string, string>>,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<void> {
  const known = new Set<string>();
  let version: string | undefined;
  let pauseMs: number = WATCH_RETRY_MS.first;

  async function list(): Promise<string> {
    const answer = await client.json<{ metadata: { resourceVersion: string }; items: readonly PodObject[] }>({
      path,
      query,
      signal,
    });
    const present = new Set(answer.items.map(({ metadata }) => metadata.uid));
    for (const uid of known) if (!present.has(uid)) forget(uid);
    for (const pod of answer.items) tell(pod);
    return answer.metadata.resourceVersion;
  }

  function tell(pod: PodObject): void {
    known.add(pod.metadata.uid);
    watcher.onPod(pod);
  }

  function forget(uid: string): void {
    known.delete(uid);
    watcher.onGone(uid);
  }

  /** Follows one watch to its end; returns the version to go on from, undefined where it is too old. */
  async function follow(from: string): Promise<string | undefined> {
    let last = from;
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(new Error('the watch fell silent')), WATCH_SILENCE_MS);
    try {
      const chunks = await client.stream({
        path,
        query: { ...query, watch: 'true', resourceVersion: from, allowWatchBookmarks: 'true' },
        signal: AbortSignal.any([signal, silence.signal]),
      });
      for await (const { type, object: told } of watchEvents(chunks, client.server, path)) {
        const object = told as Watched;
        timer.refresh();
        pauseMs = WATCH_RETRY_MS.first;
        if (type === 'ERROR') {
          if (object.code === 410) return undefined;
          throw new Error(`the watch was answered ${JSON.stringify(object).slice(0, 200)}`);
        }
        last = object.metadata.resourceVersion;
        if (type === 'DELETED') forget(object.metadata.uid);
        else if (type !== 'BOOKMARK') tell(object);
      }
      return last;
    } catch (error) {
      if (isStatus(error, 410)) return undefined;
      // What was seen before the break is not asked for again.
      version = last;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  while (!signal.aborted) {
    try {
      version ??= await list();
      version = await follow(version);
    } catch (error) {
      if (signal.aborted) return;
      watcher.onBreak(error);
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
    pauseMs = Math.min(pauseMs * 2, WATCH_RETRY_MS.longest);
  }
}
