import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';
import { constants, createGzip, type Gzip } from 'node:zlib';
import { describeError, systemCode } from '@pod-contagion/errors';
import { ObservatoryError } from '../../errors.ts';
import type { RecordingLine } from '../../protocol/frame.ts';
import { passedOn } from '../../snapshots/passed-on.ts';
import type { Feed } from '../feed.ts';
import { KEYFRAME_INTERVAL_MS, MAX_UNWRITTEN_BYTES, WRITE_OUT_INTERVAL_MS } from '../limits.ts';
import { PodDigits } from './pod-digits.ts';

/** A recording under way. */
export type Recording = Readonly<{
  path: string;
  /** Writes what is left; settles when the file is whole. */
  close: () => Promise<void>;
}>;

/** A file that is open, and not written to yet. */
export type RecordingTarget = Readonly<{
  path: string;
  /** Begins with all that is so, and goes on with what changes. A disk that is full ends it, and is told. */
  begin: (feed: Feed, onFailure: (message: string) => void) => Recording;
  /** Closes it where nothing was begun, and takes it away; else nothing. */
  discard: () => Promise<void>;
}>;

/**
 * Opens the file of a recording, so that one that can't be is refused before anything is done; it must not be there yet, as a
 * recording can't be made again. What ends in `.gz` is compressed.
 * @throws {ObservatoryError} OBSERVATORY_FILE
 */
export async function openRecordingTarget(path: string): Promise<RecordingTarget> {
  const file = await open(path, 'wx').catch((cause: unknown) => {
    throw new ObservatoryError('OBSERVATORY_FILE', whyNot(path, cause), { cause });
  });
  let isBegun = false;
  return {
    path,
    begin: (feed, onFailure) => {
      isBegun = true;
      const output = file.createWriteStream();
      const gzip = path.endsWith('.gz') ? createGzip() : undefined;
      gzip?.pipe(output);
      return record(feed, { path, output, gzip, onFailure });
    },
    async discard() {
      if (isBegun) return;
      isBegun = true;
      await file.close();
      await rm(path, { force: true });
    },
  };
}

type Output = Readonly<{
  path: string;
  output: NodeJS.WritableStream & { writableLength: number; destroy: () => void };
  gzip: Gzip | undefined;
  onFailure: (message: string) => void;
}>;

function record(feed: Feed, { path, output, gzip, onFailure }: Output): Recording {
  const into = gzip ?? output;
  const pods = new PodDigits();
  let isOver = false;
  let keyframeDueMs = 0;
  let statusText = '';

  function write(line: RecordingLine): void {
    if (isOver) return;
    into.write(`${JSON.stringify(line)}\n`);
    if (into.writableLength + output.writableLength > MAX_UNWRITTEN_BYTES) {
      fail(`the disk is too slow for it: ${path} ends here`);
    }
  }

  function fail(message: string): void {
    if (isOver) return;
    isOver = true;
    stop();
    output.destroy();
    onFailure(message);
  }

  function begin(): void {
    const snapshot = feed.snapshot();
    pods.load(snapshot);
    keyframeDueMs = snapshot.t + KEYFRAME_INTERVAL_MS;
    write({ snapshot: { ...snapshot, source: passedOn(snapshot.source) } });
  }

  output.on('error', (error) => fail(`${path} can't be written: ${describeError(error)}`));
  write({ podContagionRecording: 1, startedAt: Date.now() });
  begin();
  const unsubscribe = feed.subscribe({
    onFrame(frame) {
      pods.apply(frame);
      write({ frame });
      if (frame.t < keyframeDueMs) return;
      keyframeDueMs = frame.t + KEYFRAME_INTERVAL_MS;
      write({ keyframe: pods.keyframe(frame.n, frame.t) });
    },
    onStatus(status) {
      const { ageMs: _, ...rest } = status;
      const text = JSON.stringify(rest);
      if (text !== statusText) write({ t: Date.now(), status });
      statusText = text;
    },
    onReset: begin,
  });
  const writingOut = setInterval(() => gzip?.flush(constants.Z_SYNC_FLUSH), WRITE_OUT_INTERVAL_MS);
  writingOut.unref();

  function stop(): void {
    unsubscribe();
    clearInterval(writingOut);
  }

  return {
    path,
    async close() {
      if (isOver) return;
      isOver = true;
      stop();
      const closed = once(output, 'close');
      into.end();
      await closed.catch((error: unknown) => onFailure(`${path} can't be written: ${describeError(error)}`));
    },
  };
}

function whyNot(path: string, cause: unknown): string {
  const code = systemCode(cause);
  if (code === 'EEXIST') return `${path}: expected a file that is not there yet, got one`;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return `${path}: expected a file in a folder that is there, got none`;
  return `${path}: can't be written: ${describeError(cause)}`;
}
