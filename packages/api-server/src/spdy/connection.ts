import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import { FIN, FRAME, GO_AWAY, RESET, controlFrame, dataHead, words } from './frames.ts';
import { createFrameReader, type FramePart } from './frame-reader.ts';
import { createHeaderInflater, createHeaderWriter, parseHeaderBlock } from './header-block.ts';
import { LINGER_MS, MAX_CONTROL_BACKLOG_BYTES, MAX_STREAM_BACKLOG_BYTES, MAX_STREAMS } from './limits.ts';
import { SpdyError } from './spdy-error.ts';
import { createSpdyStream, type SpdyStream, type StreamSide } from './stream.ts';

/** The server's side of a SPDY connection. */
export type SpdyConnection = Readonly<{
  /** Settles when nothing is left of it; never rejects. */
  closed: Promise<void>;
  /** Ends it in good order: what was written is sent, then it says so, and waits a little for the client to leave. */
  end: () => void;
  /** Ends it at once. */
  destroy: () => void;
}>;

/** What a connection tells. */
export type SpdyHooks = Readonly<{
  /** A client opens a stream; false refuses it. */
  onStream: (stream: SpdyStream) => boolean;
}>;

/**
 * Serves SPDY/3.1 on a stream of bytes, as far as clients of Kubernetes speak it: only they open streams; there are no
 * windows, as moby/spdystream sends and heeds none, so that a stream which nobody reads holds up all others once
 * `MAX_STREAM_BACKLOG_BYTES` wait.
 *
 * Source: SPDY Protocol, draft 3.1; moby/spdystream, connection.go.
 */
export function serveSpdy(transport: Duplex, { onStream }: SpdyHooks): SpdyConnection {
  const streams = new Map<number, StreamSide>();
  const reader = createFrameReader();
  const inflater = createHeaderInflater();
  const formatHeaders = createHeaderWriter();
  let lastStreamId = 0;
  let controlBacklog = 0;
  let relieve = (): void => {};
  let isEnding = false;

  const sendControl = (frame: Buffer): void => {
    if (!transport.writable) return;
    controlBacklog += frame.length;
    transport.write(frame, () => {
      controlBacklog -= frame.length;
      if (controlBacklog <= MAX_CONTROL_BACKLOG_BYTES) relieve();
    });
  };

  const resetStream = (id: number, status: number): void =>
    sendControl(controlFrame(FRAME.rstStream, words(id, status)));

  const sendData = (
    id: number,
    bytes: Buffer,
    isFin: boolean,
    done: (error?: Error | null) => void,
  ): void => {
    if (!transport.writable) {
      done(new Error('the connection is closed'));
      return;
    }
    const head = dataHead(id, bytes.length, isFin ? FIN : 0);
    if (bytes.length === 0) transport.write(head, done);
    else {
      transport.write(head);
      transport.write(bytes, done);
    }
  };

  const open = async (payload: Buffer, flags: number): Promise<void> => {
    if (payload.length < 10)
      throw new SpdyError(`expected a SYN_STREAM of at least 10 bytes, got ${payload.length}`);
    const id = payload.readUInt32BE(0) & 0x7fff_ffff;
    // Read in any case: what comes later is compressed with it.
    const headers = parseHeaderBlock(await inflater.inflate(payload.subarray(10)));
    if (id <= lastStreamId || id % 2 === 0) {
      throw new SpdyError(`expected an odd stream id above ${lastStreamId}, got ${id}`);
    }
    lastStreamId = id;
    if (isEnding || streams.size >= MAX_STREAMS) {
      resetStream(id, RESET.refusedStream);
      return;
    }
    const side = createSpdyStream(id, headers, {
      send: (bytes, isFin, done) => sendData(id, bytes, isFin, done),
      reset: () => resetStream(id, RESET.cancel),
      forget: () => streams.delete(id),
    });
    streams.set(id, side);
    if (!onStream(side.stream)) {
      side.stream.duplex.destroy();
      return;
    }
    sendControl(controlFrame(FRAME.synReply, Buffer.concat([words(id), formatHeaders(new Map())])));
    if ((flags & FIN) !== 0) side.end();
  };

  const control = async (kind: number, flags: number, payload: Buffer): Promise<void> => {
    switch (kind) {
      case FRAME.synStream:
        return open(payload, flags);
      case FRAME.rstStream:
        expectLength(payload, 8);
        streams.get(payload.readUInt32BE(0))?.abandon();
        return;
      case FRAME.headers:
      case FRAME.synReply:
        // Nobody opens a stream from here and none has trailers; they are read for what is compressed with them.
        if (payload.length < 4)
          throw new SpdyError(`expected headers of at least 4 bytes, got ${payload.length}`);
        await inflater.inflate(payload.subarray(4));
        if ((flags & FIN) !== 0) streams.get(payload.readUInt32BE(0))?.end();
        return;
      case FRAME.ping:
        expectLength(payload, 4);
        // Those of even numbers would be answers to ours.
        if (payload.readUInt32BE(0) % 2 === 1) sendControl(controlFrame(FRAME.ping, payload));
        return;
      case FRAME.goAway:
        expectLength(payload, 8);
        end();
        return;
      default:
        // Settings and windows, which spdystream neither sends nor heeds, and what a later version may have.
        return;
    }
  };

  const take = async (part: FramePart): Promise<void> => {
    if (part.type === 'control') {
      await control(part.kind, part.flags, part.payload);
      if (controlBacklog > MAX_CONTROL_BACKLOG_BYTES) await room();
      return;
    }
    if (part.streamId === 0) throw new SpdyError('expected a stream id, got 0');
    // What comes for a stream that is gone is dropped.
    const side = streams.get(part.streamId);
    if (side === undefined) return;
    if (part.bytes.length > 0) side.push(part.bytes);
    if (part.isFin) side.end();
    else if (side.backlog() > MAX_STREAM_BACKLOG_BYTES) await side.room();
  };

  const room = (): Promise<void> =>
    new Promise((resolve) => {
      relieve = resolve;
      if (transport.closed) resolve();
    });
  transport.once('close', () => relieve());

  const serve = async (): Promise<void> => {
    // Kept open where a frame is wrong: the client is to be told.
    for await (const chunk of transport.iterator({ destroyOnReturn: false })) {
      for (const part of reader.push(chunk as Buffer)) await take(part);
    }
  };

  const abandonAll = (): void => {
    for (const side of streams.values()) side.abandon();
  };

  const goAway = (status: number): void =>
    sendControl(controlFrame(FRAME.goAway, words(lastStreamId, status)));

  const end = (status: number = GO_AWAY.ok): void => {
    if (isEnding) return;
    isEnding = true;
    abandonAll();
    goAway(status);
    transport.end();
    setTimeout(() => transport.destroy(), LINGER_MS).unref();
  };

  const run = async (): Promise<void> => {
    try {
      await serve();
    } catch (error) {
      // A client that left is no mistake of anybody's; one that speaks nonsense is told so.
      if (error instanceof SpdyError && transport.writable) {
        end(GO_AWAY.protocolError);
        await finished(transport, { readable: false }).catch(() => {});
      }
    }
    abandonAll();
    inflater.close();
    transport.destroy();
    await finished(transport).catch(() => {});
  };
  transport.on('error', () => {});

  return { closed: run(), end: () => end(), destroy: () => transport.destroy() };
}

function expectLength(payload: Buffer, length: number): void {
  if (payload.length !== length)
    throw new SpdyError(`expected a frame of ${length} bytes, got ${payload.length}`);
}
