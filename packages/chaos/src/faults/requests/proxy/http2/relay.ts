import type { Http2Session, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { SESSION_LIMIT_MB, STREAM_LIMIT } from '../../limits.ts';
import type { Relay, RelayOptions } from '../relay-options.ts';
import { reset, type Wire } from '../wire.ts';
import { relayStream } from './stream.ts';

const HOP_LIMITS = { maxSessionMemory: SESSION_LIMIT_MB };

/**
 * Passes HTTP/2 on, stream by stream: it ends one connection and begins another, so that streams can be answered here. Its
 * own frames (settings, windows, pings) are those of each connection; headers, data, trailers and resets are passed on.
 */
export async function createHttp2Relay(
  { client, server }: Readonly<{ client: Wire; server: Wire }>,
  options: RelayOptions,
): Promise<Relay> {
  // Most pods have no HTTP/2, and an agent should start at once.
  const { connect, performServerHandshake } = await import('node:http2');
  const upstream = connect('http://pod', {
    ...HOP_LIMITS,
    createConnection: () => server,
    settings: { enablePush: false },
  });
  const downstream = performServerHandshake(client, {
    ...HOP_LIMITS,
    settings: { maxConcurrentStreams: STREAM_LIMIT },
  });
  downstream.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    void relayStream({ stream, headers, upstream }, options);
  });
  return {
    run: () => runSessions(downstream, upstream, { client, server }),
    finish: () => downstream.close(),
  };
}

/** Lives as long as both: where one is told to go, the other goes once its streams are done; where one breaks, the other is reset. */
async function runSessions(
  downstream: ServerHttp2Session,
  upstream: Http2Session,
  { client, server }: Readonly<{ client: Wire; server: Wire }>,
): Promise<void> {
  upstream.on('goaway', () => downstream.close());
  downstream.on('goaway', () => upstream.close());
  upstream.on('error', () => reset(client));
  downstream.on('error', () => reset(server));
  const closed = (session: Http2Session, other: Http2Session): Promise<void> =>
    new Promise((resolve) => {
      session.once('close', () => {
        if (!other.closed) other.close();
        resolve();
      });
    });
  await Promise.all([closed(downstream, upstream), closed(upstream, downstream)]);
}
