/** Types of control frames. Source: SPDY Protocol, draft 3.1, section 2.6; moby/spdystream, spdy/types.go. */
export const FRAME = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const;

/** Why a stream is reset. */
export const RESET = {
  protocolError: 1,
  invalidStream: 2,
  refusedStream: 3,
  cancel: 5,
  internalError: 6,
} as const;

/** Why a connection is given up. */
export const GO_AWAY = { ok: 0, protocolError: 1, internalError: 2 } as const;

/** Flag of the last frame of one direction. */
export const FIN = 1;

/** Bytes that every frame begins with. */
export const FRAME_HEAD_BYTES = 8;

/** The only version spoken. */
const VERSION = 3;

/** Most bytes that fit in one frame: its length has 24 bits. */
const MAX_FRAME_BYTES: number = 2 ** 24 - 1;

/** What a frame begins with. */
export type FrameHead =
  | Readonly<{ type: 'data'; streamId: number; flags: number; length: number }>
  | Readonly<{ type: 'control'; version: number; kind: number; flags: number; length: number }>;

/** Reads the first eight bytes of a frame. */
export function readFrameHead(bytes: Buffer): FrameHead {
  const first = bytes.readUInt32BE(0);
  const flags = bytes.readUInt8(4);
  const length = bytes.readUIntBE(5, 3);
  if (first < 0x8000_0000) return { type: 'data', streamId: first, flags, length };
  return { type: 'control', version: (first >>> 16) & 0x7fff, kind: first & 0xffff, flags, length };
}

/** Whether a control frame is of the version spoken here. */
export function isKnownVersion(version: number): boolean {
  return version === VERSION;
}

/** Head of a data frame. */
export function dataHead(streamId: number, length: number, flags = 0): Buffer {
  if (length > MAX_FRAME_BYTES)
    throw new RangeError(`expected at most ${MAX_FRAME_BYTES} bytes, got ${length}`);
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  head.writeUInt32BE(streamId, 0);
  head.writeUInt8(flags, 4);
  head.writeUIntBE(length, 5, 3);
  return head;
}

/** A whole control frame. */
export function controlFrame(kind: number, payload: Buffer, flags = 0): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  head.writeUInt16BE(0x8000 | VERSION, 0);
  head.writeUInt16BE(kind, 2);
  head.writeUInt8(flags, 4);
  head.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([head, payload]);
}

/** Numbers of 32 bits, as the payload of a control frame. */
export function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}
