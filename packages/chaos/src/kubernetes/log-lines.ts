import type { Kubernetes } from './connect.ts';
import { openStream } from './open-stream.ts';

/** Longest line of a log that is kept, in characters; a longer one is passed over, so that memory stays bounded. */
const MAX_LINE = 64 * 1024;

/** A container whose log is read. */
export type LogSource = Readonly<{ namespace: string; name: string; container: string }>;

/**
 * Reads the log of a container from its beginning line by line; with `follow` until the container ends or the server
 * closes the stream. A stream that breaks simply ends: whoever wants the rest asks again.
 * @throws {ChaosError} where the server does not give the log
 */
export async function* logLines(
  { access }: Kubernetes,
  { namespace, name, container }: LogSource,
  follow: boolean,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const query = new URLSearchParams({ container, ...(follow ? { follow: 'true' } : {}) });
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log?${query.toString()}`;
  const doing = `read the log of ${container} in ${namespace}/${name}`;
  const stream = await openStream(access, doing, path, signal);
  try {
    yield* shortLines(stream);
  } catch {
    // The connection broke, or the signal ended it; what was read stands.
  }
}

/** Lines of a log; the last may lack its newline, as whatever wrote it was cut off. */
async function* shortLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    // One character more than may be, so that it is known to be too long.
    rest = (lines.pop() ?? '').slice(0, MAX_LINE + 1);
    for (const line of lines) if (line.length <= MAX_LINE) yield line;
  }
  if (rest !== '' && rest.length <= MAX_LINE) yield rest;
}
