import type { Kubernetes } from './connect.ts';
import { linesOf } from './lines.ts';
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
    yield* linesOf(stream, MAX_LINE);
  } catch {
    // The connection broke, or the signal ended it; what was read stands.
  }
}
