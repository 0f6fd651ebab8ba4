import { watchEvents, type WatchEvent } from '../answers/watch-events.ts';
import { ClusterClientError } from '../errors.ts';
import { WATCH_SILENCE_MS } from '../limits.ts';
import type { ApiClient } from '../requests/api-client.ts';
import { listResource, type Collection } from '../requests/list-resource.ts';
import type { WatchedObject } from './known-objects.ts';
import { limitSilence } from './silence.ts';
import { watchLoop, type Watcher, type WatchRules } from './watch-loop.ts';

/** How patient a watch on a collection is; all may be left out. */
export type WatchOptions = Omit<WatchRules, 'statusOf'> &
  Readonly<{
    /** How long it may be silent before it is taken for dead, in milliseconds; default `WATCH_SILENCE_MS`. */
    silenceMs?: number;
  }>;

/**
 * Lists a collection and watches it from there, for as long as the signal lets it, through lost connections, tokens that
 * expire and versions that are too old; see `watchLoop`.
 */
export function watchResource<T extends WatchedObject>(
  client: ApiClient,
  collection: Collection,
  watcher: Watcher<T>,
  signal: AbortSignal,
  options: WatchOptions = {},
): Promise<void> {
  const { silenceMs = WATCH_SILENCE_MS, ...rules } = options;
  const steps = {
    list: () => listResource<T>(client, collection, signal),
    open: (resourceVersion: string) => openWatch(client, collection, { resourceVersion, silenceMs, signal }),
  };
  return watchLoop(steps, watcher, rules, signal);
}

type From = Readonly<{ resourceVersion: string; silenceMs: number; signal: AbortSignal }>;

/** The time for silence begins with the request: one that is never answered is dead as well. */
async function openWatch(
  client: ApiClient,
  { path, query = {} }: Collection,
  { resourceVersion, silenceMs, signal }: From,
): Promise<AsyncIterable<WatchEvent>> {
  const dead = new ClusterClientError('CLUSTER_UNREACHABLE', 'the watch fell silent');
  const silence = limitSilence(signal, silenceMs, dead);
  try {
    const chunks = await client.stream({
      path,
      query: { ...query, watch: 'true', resourceVersion, allowWatchBookmarks: 'true' },
      signal: silence.signal,
    });
    return heard(watchEvents(chunks, client.server, path), silence);
  } catch (error) {
    silence.end();
    throw error;
  }
}

async function* heard(
  events: AsyncIterable<WatchEvent>,
  silence: ReturnType<typeof limitSilence>,
): AsyncGenerator<WatchEvent> {
  try {
    for await (const event of events) {
      silence.heard();
      yield event;
    }
  } finally {
    silence.end();
  }
}
