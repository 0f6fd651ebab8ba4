import { MAX_LOG_LINE_BYTES } from './limits.ts';

/** Where a line of a container's output came from. */
export type OutputStream = 'stdout' | 'stderr';

/** Turns the output of one stream into lines of a log file: `2026-11-21T12:00:00.123000000Z stdout F text`. */
export type LineEncoder = Readonly<{
  /** Takes what was read at a time, returns the lines now complete. */
  push: (chunk: Buffer, nowMs: number) => Buffer;
  /** Returns what is left without a newline, at the end. */
  end: (nowMs: number) => Buffer;
}>;

/** Length of a time in a log, in bytes. */
export const STAMP_BYTES = 30;

/** Length of what stands before the text of a line: time, stream and tag, with a blank after each. */
export const PREFIX_BYTES: number = STAMP_BYTES + 1 + 'stdout'.length + 1 + 1 + 1;

/** Where the tag stands in a line: `F` for a full line or the end of one, `P` for a part that is continued. */
export const TAG_OFFSET: number = PREFIX_BYTES - 2;

/** Code of a newline. */
export const NEWLINE = 10;

/** Code of the tag of a line that is continued. */
export const PARTIAL_TAG: number = 'P'.charCodeAt(0);

/** A time as logs have it: always nine decimals, so that times in text sort as times. Source: cri-client/pkg/logs/logs.go (`RFC3339NanoFixed`). */
export function stamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000000Z`;
}

/**
 * Makes an encoder. Lines longer than `MAX_LOG_LINE_BYTES` come in parts, and so does what ends without a newline.
 *
 * Source: CRI's log format (cri-client/pkg/logs/logs.go, `parseCRILog`), containerd internal/cri/io/logger.go.
 */
export function createLineEncoder(stream: OutputStream): LineEncoder {
  let carried: Buffer[] = [];
  let carriedBytes = 0;

  const push = (chunk: Buffer, nowMs: number): Buffer => {
    if (carriedBytes + chunk.length <= MAX_LOG_LINE_BYTES && !chunk.includes(NEWLINE)) {
      carry(chunk);
      return EMPTY;
    }
    const data = carriedBytes === 0 ? chunk : Buffer.concat([...carried, chunk]);
    carried = [];
    carriedBytes = 0;
    const out = createOutput(data, stream, nowMs);
    let start = 0;
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, start)) {
      start = putParts(out, start, end);
      out.put('full', start, end);
      start = end + 1;
    }
    start = putParts(out, start, data.length);
    if (start < data.length) carry(data.subarray(start));
    return out.bytes();
  };

  const carry = (rest: Buffer): void => {
    // Copied: a part of a chunk would keep all of it.
    carried.push(Buffer.from(rest));
    carriedBytes += rest.length;
  };

  const end = (nowMs: number): Buffer => {
    if (carriedBytes === 0) return EMPTY;
    const data = Buffer.concat(carried);
    carried = [];
    carriedBytes = 0;
    const out = createOutput(data, stream, nowMs);
    out.put('partial', 0, data.length);
    return out.bytes();
  };

  return { push, end };
}

const EMPTY: Buffer = Buffer.alloc(0);

type Output = Readonly<{
  put: (tag: 'full' | 'partial', start: number, end: number) => void;
  bytes: () => Buffer;
}>;

/** Puts the parts of a line that is too long, all but the last; returns where the last begins. */
function putParts(out: Output, start: number, end: number): number {
  let from = start;
  for (; end - from > MAX_LOG_LINE_BYTES; from += MAX_LOG_LINE_BYTES) {
    out.put('partial', from, from + MAX_LOG_LINE_BYTES);
  }
  return from;
}

/** Room for all lines of some data, made once: a container may write millions of short lines. */
function createOutput(data: Buffer, stream: OutputStream, nowMs: number): Output {
  let lines = Math.floor(data.length / MAX_LOG_LINE_BYTES) + 1;
  for (let at = data.indexOf(NEWLINE); at >= 0; at = data.indexOf(NEWLINE, at + 1)) lines += 1;
  const bytes = Buffer.allocUnsafe(data.length + lines * (PREFIX_BYTES + 1));
  const prefix = {
    full: Buffer.from(`${stamp(nowMs)} ${stream} F `, 'latin1'),
    partial: Buffer.from(`${stamp(nowMs)} ${stream} P `, 'latin1'),
  };
  let length = 0;
  return {
    put: (tag, start, end) => {
      bytes.set(prefix[tag], length);
      length += PREFIX_BYTES;
      length += data.copy(bytes, length, start, end);
      bytes[length] = NEWLINE;
      length += 1;
    },
    bytes: () => bytes.subarray(0, length),
  };
}
