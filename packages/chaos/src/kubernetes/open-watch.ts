import type { WatchEvent } from '@pod-contagion/cluster-client/watching';
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
  const { limitSilence, watchEvents } = await import('@pod-contagion/cluster-client/watching');
  const silence = limitSilence(signal, WATCH_SILENCE_MS, silent(what));
  async function* untilSilent(body: AsyncIterable<Uint8Array>): AsyncGenerator<WatchEvent> {
    try {
      for await (const event of watchEvents(body, access.server, what)) {
        silence.heard();
        yield event;
      }
    } catch (error) {
      if (!silence.isSilent) throw error;
    } finally {
      silence.end();
    }
  }
  try {
    const body = await openStream(access, `watch ${what}`, `${path}?${search.toString()}`, silence.signal);
    return untilSilent(body);
  } catch (error) {
    silence.end();
    throw error;
  }
}

function silent(what: string): Error {
  return new Error(`the watch on ${what} said nothing for ${WATCH_SILENCE_MS} ms`);
}
