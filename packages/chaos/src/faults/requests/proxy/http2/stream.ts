import type {
  ClientHttp2Session,
  ClientHttp2Stream,
  Http2Stream,
  IncomingHttpHeaders,
  OutgoingHttpHeaders,
  ServerHttp2Stream,
  ServerStreamResponseOptions,
} from 'node:http2';
import { pause } from '../../../../pause.ts';
import type { Fate } from '../../fate.ts';
import type { RequestFacts } from '../../matching/matches.ts';
import { pathOf } from '../../matching/path-pattern.ts';
import type { Failure } from '../../spec.ts';
import type { RelayOptions } from '../relay-options.ts';
import { send, slowly } from '../wire.ts';

/** Codes of RFC 9113, 7. */
const NO_ERROR = 0;
const INTERNAL_ERROR = 2;
const REFUSED_STREAM = 7;

/** Node.js adds a date where there is none unless it is told not to, which its types do not know. */
const AS_IT_CAME = { sendDate: false } as ServerStreamResponseOptions;

/** What HTTP/2 forbids, as it is about one connection of HTTP/1. Source: RFC 9113, 8.2.2. */
const OF_CONNECTIONS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** A request in HTTP/2, and where it goes. */
export type StreamRequest = Readonly<{
  stream: ServerHttp2Stream;
  headers: IncomingHttpHeaders;
  upstream: ClientHttp2Session;
}>;

/** Deals with one stream: it is passed on, slowly where asked for, or answered here. Never rejects. */
export async function relayStream(request: StreamRequest, options: RelayOptions): Promise<void> {
  const { stream, headers, upstream } = request;
  stream.on('error', () => undefined);
  const fate = options.judge(factsOf(headers));
  const gone = new AbortController();
  stream.once('close', () => gone.abort());
  await pause(fate.delayMs, options.calm, gone.signal);
  if (stream.destroyed) return;
  try {
    if (fate.failure !== undefined) fail(stream, fate.failure);
    // Nothing was done with it, so that a caller may try again.
    else if (upstream.closed || upstream.destroyed) stream.close(REFUSED_STREAM);
    else pass(request, fate, options);
  } catch {
    // Headers that this side can't write: a stream of the program's own would have been refused as well.
    stream.close(INTERNAL_ERROR);
  }
}

function factsOf(headers: IncomingHttpHeaders): RequestFacts {
  return {
    method: headers[':method'] ?? '',
    path: pathOf(headers[':path'] ?? ''),
    header: (name) => [headers[name] ?? []].flat(),
  };
}

function fail(stream: ServerHttp2Stream, failure: Failure): void {
  switch (failure.do) {
    case 'reset':
      stream.close(INTERNAL_ERROR);
      return;
    case 'grpc':
      // Only trailers, as servers of gRPC send where there is nothing but a status.
      stream.respond(
        {
          ':status': 200,
          'content-type': 'application/grpc',
          'grpc-status': String(failure.status),
          ...(failure.message === '' ? {} : { 'grpc-message': percentEncoded(failure.message) }),
        },
        { endStream: true },
      );
      break;
    case 'answer': {
      const own = failure.headers.filter(([name]) => !OF_CONNECTIONS.has(name.toLowerCase()));
      const content = Buffer.from(failure.body);
      stream.respond({
        ':status': failure.code,
        ...(content.length === 0 ? {} : { 'content-type': 'text/plain; charset=utf-8' }),
        ...listed(own),
        'content-length': content.length,
      });
      stream.end(content);
    }
  }
  // A caller may go on sending: it is told that nobody needs it.
  stream.resume();
  stream.once('finish', () => stream.close(NO_ERROR));
}

/** Headers of one name are a list. */
function listed(headers: readonly (readonly [string, string])[]): OutgoingHttpHeaders {
  const all: Record<string, string[]> = {};
  for (const [name, value] of headers) (all[name.toLowerCase()] ??= []).push(value);
  return Object.fromEntries(
    Object.entries(all).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
}

/** As gRPC writes messages: what is not printable ASCII, and `%`, in per cents. Source: gRPC over HTTP/2, Responses. */
function percentEncoded(message: string): string {
  return [...Buffer.from(message)]
    .map((byte) =>
      byte >= 0x20 && byte <= 0x7e && byte !== 0x25
        ? String.fromCodePoint(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}

function pass({ stream, headers, upstream }: StreamRequest, fate: Fate, { calm }: RelayOptions): void {
  const onward = upstream.request(headers, { endStream: stream.endAfterHeaders, waitForTrailers: true });
  onward.on('error', () => undefined);
  onward.on('close', () => {
    if (!stream.headersSent) stream.close(onward.rstCode || INTERNAL_ERROR);
  });
  endTogether(stream, onward);
  endTogether(onward, stream);
  let asked: OutgoingHttpHeaders = {};
  let answered: OutgoingHttpHeaders = {};
  stream.on('trailers', (trailers: IncomingHttpHeaders) => (asked = trailers));
  onward.on('wantTrailers', () => onward.sendTrailers(asked));
  if (!stream.endAfterHeaders) void pumpStream(stream, onward);
  const isOver = (): boolean => stream.destroyed || stream.closed || stream.headersSent;
  onward.on('headers', (early: IncomingHttpHeaders) => {
    if (!isOver()) stream.additionalHeaders(early);
  });
  onward.on('trailers', (trailers: IncomingHttpHeaders) => (answered = trailers));
  stream.on('wantTrailers', () => stream.sendTrailers(answered));
  onward.on('response', (response: IncomingHttpHeaders) => {
    if (isOver()) return;
    if (onward.endAfterHeaders) {
      stream.respond(response, { ...AS_IT_CAME, endStream: true });
      return;
    }
    stream.respond(response, { ...AS_IT_CAME, waitForTrailers: true });
    const { bytesPerSecond } = fate;
    void pumpStream(onward, stream, bytesPerSecond === undefined ? send : slowly(bytesPerSecond, calm));
  });
}

/** Where one is reset, the other is, with the same code. */
function endTogether(one: Http2Stream, other: ServerHttp2Stream | ClientHttp2Stream): void {
  one.on('close', () => {
    if (other.destroyed || other.closed) return;
    if (one.rstCode !== NO_ERROR) other.close(one.rstCode);
  });
}

async function pumpStream(from: Http2Stream, to: Http2Stream, write = send): Promise<void> {
  try {
    for await (const bytes of from) await write(to, bytes as Buffer);
    to.end();
  } catch {
    if (!to.destroyed) to.close(from.rstCode ?? INTERNAL_ERROR);
  }
}
