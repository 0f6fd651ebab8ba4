import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { LogOptions } from '@pod-contagion/api-server/serving';
import { LOG_BLOCK_BYTES } from './limits.ts';
import type { LogEnd, LogFile } from './log-file.ts';
import { createLogFormat } from './log-format.ts';
import { NEWLINE } from './log-lines.ts';

/**
 * Reads a log as `pods/NAME/log` answers it. A log that is followed ends with its container, or when the signal says
 * so. Whoever takes it slowly is not run ahead of: a block is read when the one before was taken. Unlike a real
 * kubelet's, a log begins in the file before the present one, as far as that is kept.
 *
 * Source: cri-client/pkg/logs/logs.go (`ReadLogs`).
 */
export function readLog(log: LogFile, options: LogOptions, nowMs: number): AsyncIterable<Buffer> {
  return {
    [Symbol.asyncIterator]: () => {
      const stopped = new AbortController();
      const signals = options.signal === undefined ? [] : [options.signal];
      const blocks = readBlocks(log, options, nowMs, AbortSignal.any([stopped.signal, ...signals]));
      return {
        next: () => blocks.next(),
        // A generator that waits for more would not hear of its return.
        return: () => {
          stopped.abort();
          return blocks.return(undefined);
        },
      };
    },
  };
}

// Files are read synchronously: they were just written, and so nothing is added or rotated between two looks.
async function* readBlocks(
  log: LogFile,
  options: LogOptions,
  nowMs: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer, undefined> {
  log.flush();
  const stop = log.end();
  const format = createLogFormat(options, nowMs);
  let { segment, bytes: position } = findStart(log, stop, options.tailLines);
  let descriptor: number | undefined;
  try {
    while (!signal.aborted && !format.isFull()) {
      if (descriptor === undefined) {
        const oldest = Math.max(log.end().segment - 1, 0);
        // Who is slower than the log is written misses what is kept no more.
        if (segment < oldest) [segment, position] = [oldest, 0];
        if (!options.follow && segment > stop.segment) return;
        descriptor = openSegment(log, segment);
        if (descriptor === undefined) return;
      }
      const isLast = !options.follow && segment === stop.segment;
      const wanted = isLast ? Math.min(LOG_BLOCK_BYTES, stop.bytes - position) : LOG_BLOCK_BYTES;
      const lines = readLines(descriptor, position, wanted);
      if (lines !== undefined) {
        position += lines.length;
        const text = format.push(lines);
        if (text.length > 0) yield text;
      } else if (isLast) {
        return;
      } else if (segment < log.end().segment) {
        closeSync(descriptor);
        descriptor = undefined;
        [segment, position] = [segment + 1, 0];
      } else if (log.isClosed()) {
        return;
      } else {
        await nextChange(log, signal);
      }
    }
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The whole lines at a place of a file; undefined where there is none. */
function readLines(descriptor: number, position: number, wanted: number): Buffer | undefined {
  const block = Buffer.allocUnsafe(Math.max(wanted, 0));
  const length = readSync(descriptor, block, 0, block.length, position);
  const end = block.subarray(0, length).lastIndexOf(NEWLINE) + 1;
  return end === 0 ? undefined : block.subarray(0, end);
}

/** Undefined where the file was removed: then its pod is gone. */
function openSegment(log: LogFile, segment: number): number | undefined {
  const path = log.path(segment);
  try {
    return path === undefined ? undefined : openSync(path, 'r');
  } catch {
    return undefined;
  }
}

function nextChange(log: LogFile, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      ignore();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const ignore = log.onChange(done);
    signal.addEventListener('abort', done);
  });
}

/** Where the last lines begin. Lines of the file are counted, as a kubelet does, so the parts of a long line are several. */
function findStart(log: LogFile, stop: LogEnd, tailLines: number | undefined): LogEnd {
  const oldest = Math.max(stop.segment - 1, 0);
  if (tailLines === undefined) return { segment: oldest, bytes: 0 };
  let missing = tailLines;
  for (let { segment } = stop; ; segment -= 1) {
    const { start, lines } = lastLines(
      log,
      segment,
      missing,
      segment === stop.segment ? stop.bytes : undefined,
    );
    if (lines === missing || segment === oldest) return { segment, bytes: start };
    missing -= lines;
  }
}

/** Where the last lines of a file begin, and how many there are, at most `wanted`. */
function lastLines(
  log: LogFile,
  segment: number,
  wanted: number,
  size: number | undefined,
): { start: number; lines: number } {
  const descriptor = openSegment(log, segment);
  if (descriptor === undefined) return { start: 0, lines: 0 };
  try {
    const block = Buffer.allocUnsafe(LOG_BLOCK_BYTES);
    let end = size ?? fstatSync(descriptor).size;
    if (wanted === 0) return { start: end, lines: 0 };
    let newlines = 0;
    while (end > 0) {
      const length = Math.min(end, block.length);
      const start = end - length;
      readSync(descriptor, block, 0, length, start);
      for (let at = block.lastIndexOf(NEWLINE, length - 1); at >= 0; at = before(block, at)) {
        // The newline after the last line ends it; the one before the first begins it.
        newlines += 1;
        if (newlines > wanted) return { start: start + at + 1, lines: wanted };
      }
      end = start;
    }
    return { start: 0, lines: newlines };
  } finally {
    closeSync(descriptor);
  }
}

function before(block: Buffer, at: number): number {
  // A negative place would be counted from the end.
  return at === 0 ? -1 : block.lastIndexOf(NEWLINE, at - 1);
}
