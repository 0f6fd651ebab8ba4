import type { LogOptions } from '@pod-contagion/api-server/serving';
import { NEWLINE, PARTIAL_TAG, PREFIX_BYTES, stamp, STAMP_BYTES, TAG_OFFSET } from './log-lines.ts';

/** Turns lines of a log file into what a user sees of them. */
export type LogFormat = Readonly<{
  /** Takes whole lines, returns their text. */
  push: (lines: Buffer) => Buffer;
  /** Whether `limitBytes` are reached. */
  isFull: () => boolean;
}>;

/** The last moment that can be written with a year of four digits, which is what times are compared by. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Makes the format that the options ask for. Of `sinceSeconds` and `sinceTimeMs` the later counts; the parts of a long
 * line are put together again and have one time.
 *
 * Source: cri-client/pkg/logs/logs.go (`NewLogOptions`, `logWriter.write`).
 */
export function createLogFormat(options: LogOptions, nowMs: number): LogFormat {
  const since = sinceStamp(options, nowMs);
  let remaining = options.limitBytes ?? Number.POSITIVE_INFINITY;
  let atLineStart = true;

  const push = (lines: Buffer): Buffer => {
    // What is taken away of a line is longer than what is put before it.
    const out = Buffer.allocUnsafe(lines.length);
    let length = 0;
    for (let start = 0; start < lines.length;) {
      const end = lines.indexOf(NEWLINE, start);
      if (end < 0) break;
      const next = end + 1;
      if (since === undefined || lines.compare(since, 0, STAMP_BYTES, start, start + STAMP_BYTES) >= 0) {
        const isPartial = lines[start + TAG_OFFSET] === PARTIAL_TAG;
        // With the blank after it.
        if (options.timestamps && atLineStart)
          length += lines.copy(out, length, start, start + STAMP_BYTES + 1);
        length += lines.copy(out, length, start + PREFIX_BYTES, isPartial ? end : next);
        atLineStart = !isPartial;
      }
      start = next;
    }
    const text = out.subarray(0, Math.min(length, remaining));
    remaining -= text.length;
    return text;
  };

  return { push, isFull: () => remaining <= 0 };
}

function sinceStamp(options: LogOptions, nowMs: number): Buffer | undefined {
  const { sinceSeconds, sinceTimeMs } = options;
  if (sinceSeconds === undefined && sinceTimeMs === undefined) return undefined;
  const sinceMs = Math.max(
    sinceSeconds === undefined ? 0 : nowMs - sinceSeconds * 1000,
    Math.ceil(sinceTimeMs ?? 0),
  );
  return Buffer.from(stamp(Math.min(Math.max(sinceMs, 0), LAST_MS)), 'latin1');
}
