import { watchEvents, type WatchEvent } from '../answers/watch-events.ts';
import { WATCH_BEGIN_AGAIN } from '../limits.ts';
import type { ApiClient } from '../requests/api-client.ts';
import { listResource, type Collection } from '../requests/list-resource.ts';
import { beginAgain } from './begin-again.ts';
import { createEar, type Ear, type EarOptions } from './ear.ts';
import type { WatchedObject } from './known-objects.ts';
import { watchLoop, type Watcher, type WatchRules } from './watch-loop.ts';

/** How patient a watch on a collection is; all may be left out. */
export type WatchOptions = Omit<WatchRules, 'statusOf'> & EarOptions;

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
  const steps = {
    list: () => listResource<T>(client, collection, signal),
    // The time for silence begins with the request: one that is never answered is dead as well.
    open(resourceVersion: string) {
      const ear = createEar(client, collection, signal, options);
      return openWatch(client, collection, { resourceVersion, ear, isUrgent: options.pulseMs !== undefined });
    },
  };
  return watchLoop(steps, watcher, options, signal);
}

type From = Readonly<{ resourceVersion: string; ear: Ear; isUrgent: boolean }>;

async function openWatch(
  client: ApiClient,
  { path, query = {} }: Collection,
  { resourceVersion, ear, isUrgent }: From,
): Promise<AsyncIterable<WatchEvent>> {
  const whole = { ...query, watch: 'true', resourceVersion, allowWatchBookmarks: 'true' };
  const begin = (signal: AbortSignal): Promise<AsyncIterable<Buffer>> =>
    client.stream({ path, query: whole, signal });
  try {
    const chunks = await (isUrgent ? beginAgain(begin, WATCH_BEGIN_AGAIN, ear.signal) : begin(ear.signal));
    return heard(watchEvents(chunks, client.server, path), ear);
  } catch (error) {
    ear.end();
    throw error;
  }
}

async function* heard(events: AsyncIterable<WatchEvent>, ear: Ear): AsyncGenerator<WatchEvent> {
  try {
    for await (const event of events) {
      ear.heard();
      yield event;
    }
  } finally {
    ear.end();
  }
}
