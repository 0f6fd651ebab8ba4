import { duplexPair, type Duplex } from 'node:stream';
import { constants, createDeflate, createInflate } from 'node:zlib';
import { serveSpdy, type SpdyConnection, type SpdyHooks } from '../../src/spdy/connection.ts';
import { HEADER_DICTIONARY } from '../../src/spdy/dictionary.ts';
import { FIN, FRAME, controlFrame, dataHead, words } from '../../src/spdy/frames.ts';
import { createFrameReader, type FramePart } from '../../src/spdy/frame-reader.ts';
import { formatHeaderBlock } from '../../src/spdy/header-block.ts';
import { until } from '../../../../scripts/testing/until.ts';

/** Compresses blocks of headers as clients do: with the dictionary, one stream of zlib for all. */
export function headerCompressor(): (headers: Record<string, string>) => Promise<Buffer> {
  const deflate = createDeflate({ dictionary: HEADER_DICTIONARY, level: 9 });
  return (headers) => compress(deflate, formatHeaderBlock(new Map(Object.entries(headers))));
}

/** What a stream of zlib makes of some bytes, up to a flush. */
export function compress(zlib: ReturnType<typeof createDeflate>, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const take = (part: Buffer): void => void parts.push(part);
    zlib.on('data', take);
    zlib.write(bytes);
    zlib.flush(constants.Z_SYNC_FLUSH, () => {
      zlib.off('data', take);
      resolve(Buffer.concat(parts));
    });
  });
}

/** What zlib of SPDY stands for. */
export function inflate(bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const zlib = createInflate({ dictionary: HEADER_DICTIONARY, flush: constants.Z_SYNC_FLUSH });
    zlib.on('data', (part: Buffer) => void parts.push(part));
    zlib.write(bytes, (error) => (error ? reject(error) : resolve(Buffer.concat(parts))));
  });
}

/** The client's side of a connection. */
export type SpdyClient = Readonly<{
  transport: Duplex;
  connection: SpdyConnection;
  /** All that came; data of one frame may be in several parts. */
  received: FramePart[];
  open: (id: number, headers?: Record<string, string>, flags?: number) => Promise<void>;
  data: (id: number, text: string | Buffer, isFin?: boolean) => void;
  control: (kind: number, ...values: number[]) => void;
  /** The data that came on a stream. */
  text: (id: number) => string;
  /** Waits for a control frame of a kind, and gives its payload as numbers. */
  waitFor: (kind: number) => Promise<number[]>;
}>;

/** Connects a client to a server. */
export function connect(hooks: SpdyHooks): SpdyClient {
  const [transport, server] = duplexPair();
  const connection = serveSpdy(server, hooks);
  const reader = createFrameReader();
  const received: FramePart[] = [];
  const compressed = headerCompressor();
  transport.on('data', (chunk: Buffer) => void received.push(...reader.push(chunk)));
  transport.on('error', () => {});
  transport.on('end', () => void transport.end());

  const waitFor = (kind: number): Promise<number[]> =>
    until(`a frame of kind ${kind}`, () => {
      const found = received.find((part) => part.type === 'control' && part.kind === kind);
      if (found?.type !== 'control') return undefined;
      const { payload } = found;
      return Array.from({ length: Math.floor(payload.length / 4) }, (_, index) =>
        payload.readUInt32BE(index * 4),
      );
    });

  return {
    transport,
    connection,
    received,
    open: async (id, headers = { streamtype: 'data' }, flags = 0) => {
      const block = await compressed(headers);
      const payload = Buffer.concat([words(id, 0), Buffer.alloc(2), block]);
      transport.write(controlFrame(FRAME.synStream, payload, flags));
    },
    data: (id, text, isFin = false) => {
      const bytes = Buffer.from(text);
      transport.write(Buffer.concat([dataHead(id, bytes.length, isFin ? FIN : 0), bytes]));
    },
    control: (kind, ...values) => void transport.write(controlFrame(kind, words(...values))),
    text: (id) =>
      Buffer.concat(
        received.flatMap((part) => (part.type === 'data' && part.streamId === id ? [part.bytes] : [])),
      ).toString(),
    waitFor,
  };
}
