import type { SpdyStream } from '../../spdy/stream.ts';
import { STREAM_CREATION_TIMEOUT_MS } from '../../machinery/limits.ts';

/** Header of a stream that says what it is for. Source: k8s.io/api/core/v1/types.go, as all here. */
const STREAM_TYPE = 'streamtype';

/** The two streams of one forwarded connection. */
export type ForwardPair = Readonly<{ port: number; data: SpdyStream; errors: SpdyStream }>;

/** Finds the streams that belong together. */
export type ForwardPairs = Readonly<{
  /** Takes a stream; false where its headers make no sense, or it is one too many. */
  add: (stream: SpdyStream) => boolean;
  /** Waits for no more. */
  close: () => void;
}>;

type Half = { data?: SpdyStream; errors?: SpdyStream; timer: NodeJS.Timeout };

/**
 * Puts together the streams that a client opens for each connection, by their `requestID`; those whose other half never comes
 * are given up after `limitMs`.
 *
 * Source: cri-streaming/pkg/streaming/portforward/httpstream.go (`httpStreamReceived`, `getStreamPair`).
 */
export function createForwardPairs(
  onPair: (pair: ForwardPair) => void,
  limitMs: number = STREAM_CREATION_TIMEOUT_MS,
): ForwardPairs {
  const halves = new Map<string, Half>();

  const giveUp = (id: string, half: Half): void => {
    halves.delete(id);
    half.errors?.duplex.end(`(request=${id}) timed out waiting for streams`);
    half.data?.duplex.destroy();
  };

  const add = (stream: SpdyStream): boolean => {
    const port = portOf(stream);
    const type = stream.headers.get(STREAM_TYPE);
    if (port === undefined || (type !== 'data' && type !== 'error')) return false;
    const side = type === 'data' ? 'data' : 'errors';
    const id = requestIdOf(stream, type);
    const known = halves.get(id);
    if (known?.[side] !== undefined) return false;
    const half: Half = known ?? {
      timer: setTimeout(() => giveUp(id, half), limitMs).unref(),
    };
    halves.set(id, half);
    half[side] = stream;
    const { data, errors, timer } = half;
    if (data !== undefined && errors !== undefined) {
      clearTimeout(timer);
      halves.delete(id);
      onPair({ port: portOf(data) ?? port, data, errors });
    }
    return true;
  };

  const close = (): void => {
    for (const { timer } of halves.values()) clearTimeout(timer);
    halves.clear();
  };

  return { add, close };
}

function portOf({ headers }: SpdyStream): number | undefined {
  const text = headers.get('port') ?? '';
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port > 0 && port < 65_536 ? port : undefined;
}

/** Old clients number nothing: their streams come one after the other, the one for errors first. */
function requestIdOf({ id, headers }: SpdyStream, type: 'data' | 'error'): string {
  const named = headers.get('requestid') ?? '';
  if (named !== '') return named;
  return `stream ${type === 'error' ? id : id - 2}`;
}
