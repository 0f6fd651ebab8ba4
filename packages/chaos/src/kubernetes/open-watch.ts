import type { Access } from '@pod-contagion/cluster-client';
import type { Kubernetes } from './connect.ts';
import { linesOf } from './lines.ts';
import { openStream } from './open-stream.ts';

/** How long a watch may say nothing, its beginning included, in ms: then it ends, and whoever wants more asks again. */
export const WATCH_SILENCE_MS = 30_000;

/** Longest line of a watch, in characters: an object of the API has at most 1.5 MiB, and JSON escapes. */
const MAX_WATCH_LINE = 16 * 1024 * 1024;

/** What a watch tells of one object; `object` is whatever was watched, or a Status. */
export type WatchEvent = Readonly<{
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: object;
}>;

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
    for await (const line of linesOf(body, MAX_WATCH_LINE)) {
      timer.refresh();
      if (line.trim() !== '') yield await readEvent(access, what, line);
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

async function readEvent({ server }: Access, what: string, line: string): Promise<WatchEvent> {
  const { firstWords, stranger } = await import('@pod-contagion/cluster-client');
  try {
    const event = JSON.parse(line) as Partial<WatchEvent> | null;
    if (typeof event?.type === 'string' && typeof event.object === 'object') return event as WatchEvent;
  } catch {
    // Told below as any other line that is no event.
  }
  throw stranger(server, `the events of a watch on ${what}, one a line`, firstWords(line));
}
