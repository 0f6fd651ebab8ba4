import { createReadStream } from 'node:fs';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import type { RecordingFile } from '../feed.ts';

/** The text of a recording as bytes, unpacked; of one that is cut off, as much as is there. */
export function recordingBytes({ path, isCompressed }: RecordingFile): Readable {
  const file = createReadStream(path);
  const unpacked = isCompressed ? createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }) : new PassThrough();
  // An error reaches whoever reads it.
  pipeline(file, unpacked, () => undefined);
  return unpacked;
}
