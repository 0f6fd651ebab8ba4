import { readFile } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { describeError } from '@pod-contagion/errors';
import { ObservatoryError } from '@pod-contagion/observatory';
import { RecordingReader } from '@pod-contagion/observatory/recording';
import { parseRecording, SimulatorError, type Recording } from '@pod-contagion/simulator';
import { ContagionError, usageError } from '../errors.ts';
import { MAX_RECORDING_BYTES } from '../limits.ts';
import { Looks } from './looks.ts';

/** What was seen, and what is to be said of how it was read. */
export type ReadRecording = Readonly<{ recording: Recording; warnings: readonly string[] }>;

const OPEN_BRACE = 0x7b;

/**
 * Reads a recording of either kind: one of `contagion observe`, whose lines are JSON, or columns; compressed or not. What it is
 * is told by its first bytes, whatever its name.
 * @throws {ContagionError} CONTAGION_USAGE where it can't be read, or holds no contagion from its beginning
 * @throws {SimulatorError} SIMULATOR_RECORDING, naming the file, the line and the column
 * @throws {ObservatoryError} OBSERVATORY_RECORDING, naming the file and the line
 */
export async function readRecording(path: string): Promise<ReadRecording> {
  const bytes = await readFile(path)
    .then(unpacked)
    .catch((error: unknown) => {
      throw usageError(`${path}: expected a recording, got ${describeError(error)}`);
    });
  try {
    return bytes[0] === OPEN_BRACE
      ? observed(bytes)
      : { recording: parseRecording(bytes.toString()), warnings: [] };
  } catch (error) {
    if (error instanceof SimulatorError)
      throw new SimulatorError(error.code, `${path}: ${error.message}`, { cause: error });
    if (error instanceof ObservatoryError)
      throw new ObservatoryError(error.code, `${path}, ${error.message}`, { cause: error });
    if (error instanceof ContagionError) throw usageError(`${path}: ${error.message}`);
    throw error;
  }
}

/** What is cut off is unpacked up to there, as `observe --replay` does. */
function unpacked(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_RECORDING_BYTES });
}

function observed(bytes: Buffer): ReadRecording {
  const looks = new Looks();
  const reader = new RecordingReader({
    load: (snapshot) => looks.load(snapshot),
    apply: (frame) => looks.apply(frame),
    tell: (status) => looks.tell(status),
  });
  reader.push(bytes);
  const { isCut } = reader.end();
  const recording = looks.recording(reader.tMs);
  const warnings: string[] = [];
  if (isCut) warnings.push('the recording is cut off in the middle of a line: what came before is compared');
  if (looks.fromOutside > 1) {
    warnings.push(
      `${looks.fromOutside} were infected from outside; a simulation that is compared begins with one`,
    );
  }
  return { recording, warnings };
}
