import { MAX_WATCH_LINE_BYTES } from '../limits.ts';
import { stranger } from './expect-kubernetes.ts';
import { firstWords } from './printable.ts';

/** What a watch tells of one object; `object` is whatever was watched, or a Status. */
export type WatchEvent = Readonly<{
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: object;
}>;

/**
 * Reads the events of a watch, one a line; `what` names what is watched in messages, such as `pods in default`.
 *
 * Source: apiserver/pkg/endpoints/handlers/watch.go.
 * @throws {ClusterClientError} CLUSTER_STRANGER for a line that is no event, RangeError for one that is too long, and what
 * the stream breaks with.
 */
export async function* watchEvents(
  body: AsyncIterable<Uint8Array>,
  server: string,
  what: string,
): AsyncGenerator<WatchEvent> {
  for await (const line of linesOf(body, MAX_WATCH_LINE_BYTES)) {
    if (line.trim() === '') continue;
    const event = parse(line);
    if (event === undefined)
      throw stranger(server, `the events of a watch on ${what}, one a line`, firstWords(line));
    yield event;
  }
}

function parse(line: string): WatchEvent | undefined {
  try {
    const event = JSON.parse(line) as Partial<WatchEvent> | null;
    const isEvent =
      typeof event?.type === 'string' && typeof event.object === 'object' && event.object !== null;
    return isEvent ? (event as WatchEvent) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Cuts a stream of bytes into lines; what follows the last newline is dropped, as it is half a line.
 * @throws {RangeError} for a line above `maxBytes`.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]).toString('utf8');
      parts = [];
      bytes = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      parts.push(chunk.subarray(start));
      bytes += chunk.length - start;
      if (bytes > maxBytes)
        throw new RangeError(`expected lines of at most ${maxBytes} bytes, got a longer one`);
    }
  }
}
