import { closeSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { MAX_LOG_BYTES_PER_INTERVAL, MAX_LOG_FILE_BYTES, MAX_PENDING_LOG_BYTES } from './limits.ts';
import type { LogFlusher } from './log-flusher.ts';

/** How far a log was written: the number of its present file, counted from 0, and the bytes in that. */
export type LogEnd = Readonly<{ segment: number; bytes: number }>;

/** The log of one instance of a container: a file, and the one before it. */
export type LogFile = Readonly<{
  /** Takes lines; false asks the container's output to wait for `onRoom`. */
  append: (lines: Buffer) => boolean;
  /** Calls once when there is room again. */
  onRoom: (action: () => void) => void;
  /** Writes what waits, now. */
  flush: () => void;
  /** Writes what waits, and takes no more. */
  close: () => void;
  /** Removes the files; who reads one reads it to its end. */
  remove: () => void;
  end: () => LogEnd;
  isClosed: () => boolean;
  /** Path of a file by its number; undefined where it is kept no more. */
  path: (segment: number) => string | undefined;
  /** Calls whenever there is more to read, or nothing to be waited for any more; the function returned ends that. */
  onChange: (action: () => void) => () => void;
}>;

/** Makes the log at a path, empty. */
export function createLogFile(path: string, flusher: LogFlusher): LogFile {
  const rotatedPath = `${path}.1`;
  const listeners = new Set<() => void>();
  let descriptor: number | undefined = openSync(path, 'w', 0o600);
  let segment = 0;
  let bytes = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let bytesInInterval = 0;
  let waitingForRoom: (() => void)[] = [];

  const append = (lines: Buffer): boolean => {
    if (descriptor === undefined || lines.length === 0) return true;
    flusher.add(endInterval);
    pending.push(lines);
    pendingBytes += lines.length;
    bytesInInterval += lines.length;
    if (pendingBytes >= MAX_PENDING_LOG_BYTES) flush();
    return bytesInInterval < MAX_LOG_BYTES_PER_INTERVAL;
  };

  const endInterval = (): void => {
    flush();
    bytesInInterval = 0;
    const waiting = waitingForRoom;
    waitingForRoom = [];
    for (const action of waiting) action();
  };

  const flush = (): void => {
    if (descriptor === undefined || pendingBytes === 0) return;
    const lines = pending.length === 1 && pending[0] !== undefined ? pending[0] : Buffer.concat(pending);
    pending = [];
    pendingBytes = 0;
    // Lines are lost where the disk is full: that must not end the containers.
    try {
      if (bytes > 0 && bytes + lines.length > MAX_LOG_FILE_BYTES) descriptor = rotate(descriptor);
      writeAll(descriptor, lines, bytes);
      bytes += lines.length;
    } catch {
      cutBack(descriptor, bytes);
    }
    changed();
  };

  const rotate = (old: number): number => {
    const next = openSync(`${path}.new`, 'w', 0o600);
    renameSync(path, rotatedPath);
    renameSync(`${path}.new`, path);
    closeSync(old);
    segment += 1;
    bytes = 0;
    return next;
  };

  const close = (): void => {
    if (descriptor === undefined) return;
    flush();
    closeSync(descriptor);
    descriptor = undefined;
    changed();
  };

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  return {
    append,
    onRoom: (action) => {
      waitingForRoom.push(action);
      flusher.add(endInterval);
    },
    flush,
    close,
    remove: () => {
      close();
      for (const file of [path, rotatedPath]) rmSync(file, { force: true });
    },
    end: () => ({ segment, bytes }),
    isClosed: () => descriptor === undefined,
    path: (number) => {
      if (number === segment) return path;
      return number === segment - 1 ? rotatedPath : undefined;
    },
    onChange: (action) => {
      listeners.add(action);
      return () => listeners.delete(action);
    },
  };
}

function writeAll(descriptor: number, data: Buffer, position: number): void {
  let written = 0;
  while (written < data.length) {
    written += writeSync(descriptor, data, written, data.length - written, position + written);
  }
}

/** Takes half a line back, so that the next one is not taken for the rest of it. */
function cutBack(descriptor: number, bytes: number): void {
  try {
    ftruncateSync(descriptor, bytes);
  } catch {
    // Then the next write overwrites it.
  }
}
