import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { describeError, systemCode } from '@pod-contagion/errors';
import { ObservatoryError } from '../../errors.ts';
import { Model } from '../../model/model.ts';
import { replayed } from '../../protocol/replayed.ts';
import { snapshotOf } from '../../snapshots/snapshot-of.ts';
import type { Snapshot, Status } from '../../protocol/snapshot.ts';
import { RecordingReader } from '../../recording/recording-reader.ts';
import type { Feed, RecordingFile } from '../feed.ts';
import { recordingBytes } from './recording-text.ts';

/**
 * Opens a recording and reads all of it. What is served as the state is its end; the page asks for the whole, and goes where it likes.
 * @throws {ObservatoryError} OBSERVATORY_FILE where it can't be read; OBSERVATORY_RECORDING with the line where it is none
 */
export async function openReplayFeed(path: string): Promise<Feed> {
  const recording: RecordingFile = { path, isCompressed: await isGzip(path) };
  const model = new Model();
  const { isCut } = await readInto(model, recording);
  const status: Status = {
    state: 'over',
    ageMs: 0,
    message: isCut ? 'the file is cut off in the middle of a line: what came before is shown' : null,
    trouble: null,
    asked: 0,
    missed: model.status?.missed ?? 0,
  };
  let made: Snapshot | undefined;

  function snapshot(): Snapshot {
    if (made !== undefined) return made;
    const end = snapshotOf(model);
    made = { ...end, status, source: replayed(end.source, basename(path)) };
    return made;
  }

  return {
    epoch: model.epoch,
    cursor: model.cursor,
    snapshot,
    status: () => ({ ...status, ageMs: Date.now() - model.tMs }),
    subscribe: () => () => undefined,
    recording,
    close: async () => undefined,
  };
}

async function readInto(model: Model, recording: RecordingFile): Promise<Readonly<{ isCut: boolean }>> {
  const reader = new RecordingReader(model);
  const { path } = recording;
  try {
    for await (const part of recordingBytes(recording)) reader.push(part as Buffer);
    return reader.end();
  } catch (error) {
    if (!(error instanceof ObservatoryError)) throw unreadable(path, error);
    throw new ObservatoryError(error.code, `${path}, ${error.message}`, { cause: error });
  }
}

/** By its first bytes, whatever its name. */
async function isGzip(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): ObservatoryError {
  const code = systemCode(cause);
  if (code?.startsWith('Z_') === true) {
    return new ObservatoryError(
      'OBSERVATORY_RECORDING',
      `${path}: expected gzip as its first bytes say, got what can't be unpacked`,
      { cause },
    );
  }
  const why = code === 'ENOENT' ? 'nothing there' : code === 'EISDIR' ? 'a folder' : describeError(cause);
  return new ObservatoryError('OBSERVATORY_FILE', `${path}: expected a recording, got ${why}`, { cause });
}
