import { FRAME_HEAD_BYTES, isKnownVersion, readFrameHead } from './frames.ts';
import { MAX_CONTROL_FRAME_BYTES } from './limits.ts';
import { SpdyError } from './spdy-error.ts';

/** A control frame, whole, or what there is of a data frame: those are passed on as they come, whatever their length. */
export type FramePart =
  | Readonly<{ type: 'control'; kind: number; flags: number; payload: Buffer }>
  | Readonly<{ type: 'data'; streamId: number; bytes: Buffer; isFin: boolean }>;

/** Cuts bytes into frames. */
export type FrameReader = Readonly<{
  /** Takes what came and gives what is whole of it. @throws {SpdyError} for what is no SPDY/3, or too long. */
  push: (bytes: Buffer) => Generator<FramePart>;
}>;

/** Makes a reader for one connection; it keeps at most one control frame. */
export function createFrameReader(): FrameReader {
  let kept: Buffer = Buffer.alloc(0);
  /** Of the data frame under way: what is still to come. */
  let data: { streamId: number; left: number; isFin: boolean } | undefined;

  function* push(bytes: Buffer): Generator<FramePart> {
    let rest = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
    kept = Buffer.alloc(0);
    for (;;) {
      if (data !== undefined) {
        if (rest.length === 0 && data.left > 0) return;
        const part = rest.subarray(0, data.left);
        rest = rest.subarray(part.length);
        data.left -= part.length;
        const { streamId, left, isFin } = data;
        if (left === 0) data = undefined;
        yield { type: 'data', streamId, bytes: part, isFin: isFin && left === 0 };
        continue;
      }
      if (rest.length < FRAME_HEAD_BYTES) break;
      const head = readFrameHead(rest);
      if (head.type === 'data') {
        rest = rest.subarray(FRAME_HEAD_BYTES);
        data = { streamId: head.streamId, left: head.length, isFin: (head.flags & 1) !== 0 };
        continue;
      }
      if (!isKnownVersion(head.version)) throw new SpdyError(`expected SPDY/3, got version ${head.version}`);
      if (head.length > MAX_CONTROL_FRAME_BYTES) {
        throw new SpdyError(
          `expected control frames of at most ${MAX_CONTROL_FRAME_BYTES} bytes, got ${head.length}`,
        );
      }
      const end = FRAME_HEAD_BYTES + head.length;
      if (rest.length < end) break;
      const payload = rest.subarray(FRAME_HEAD_BYTES, end);
      rest = rest.subarray(end);
      yield { type: 'control', kind: head.kind, flags: head.flags, payload };
    }
    // Copied: a part of a chunk would keep all of it.
    kept = Buffer.from(rest);
  }

  return { push };
}
