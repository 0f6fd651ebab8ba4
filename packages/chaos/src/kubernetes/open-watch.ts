import type { Access } from '@pod-contagion/cluster-client';
import type { WatchEvent } from '@pod-contagion/cluster-client/watch-events';
import type { Kubernetes } from './connect.ts';
import { openStream } from './open-stream.ts';

/** How long a watch may say nothing, its beginning included, in ms: then it ends, and whoever wants more asks again. */
export const WATCH_SILENCE_MS = 30_000;

/** A watch that was taken: its events, until the server ends it or it falls silent. Breaks are thrown. */
export type OpenWatch = AsyncIterable<WatchEvent>;

/** What is watched: `what` is for messages, such as `pods in default`. */
export type WatchOrder = Readonly<{
  what: string;
  path: string;
  query: Readonly<Record<string, string | undefined>>;
}>;

/**
 * Opens a watch. The Kubernetes client has one too, which drops the words of a refusal and passes over lines that are no
 * JSON, such as those of a login page.
 * @throws {ChaosError} CHAOS_FORBIDDEN, CHAOS_API, CHAOS_UNREACHABLE
 */
export async function openWatch(
  { access }: Pick<Kubernetes, 'access'>,
  { what, path, query }: WatchOrder,
  signal: AbortSignal,
): Promise<OpenWatch> {
  const search = new URLSearchParams({ watch: 'true' });
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(silent(what)), WATCH_SILENCE_MS);
  try {
    const until = AbortSignal.any([signal, silence.signal]);
    const body = await openStream(access, `watch ${what}`, `${path}?${search.toString()}`, until);
    return eventsOf(access, what, body, { timer, isSilent: () => silence.signal.aborted });
  } catch (error) {
    clearTimeout(timer);
    throw error;
  }
}

type Silence = Readonly<{ timer: NodeJS.Timeout; isSilent: () => boolean }>;

async function* eventsOf(
  access: Access,
  what: string,
  body: AsyncIterable<Uint8Array>,
  { timer, isSilent }: Silence,
): AsyncGenerator<WatchEvent> {
  try {
    const { watchEvents } = await import('@pod-contagion/cluster-client/watch-events');
    for await (const event of watchEvents(body, access.server, what)) {
      timer.refresh();
      yield event;
    }
  } catch (error) {
    if (!isSilent()) throw error;
  } finally {
    clearTimeout(timer);
  }
}

function silent(what: string): Error {
  return new Error(`the watch on ${what} said nothing for ${WATCH_SILENCE_MS} ms`);
}
