import { type RecordingLine, type Snapshot, type Status } from '@pod-contagion/observatory';
import { model } from '../state/store.ts';
import type { Feeder } from './feeding.ts';
import { BadRecording, recordingLines } from './recording-lines.ts';

/** The page is let draw after so long of reading, in ms. */
const READ_MS = 30;

/** Throws BadRecording where a file does not begin as a recording does. */
export async function checkHead(file: Blob): Promise<void> {
  await recordingLines(file).next();
}

/**
 * Reads a whole recording into the model, so that any moment of it can be gone to. Told of each line, and of how much was read; throws
 * BadRecording where it isn't one.
 */
export async function readRecording(file: Blob, name: string, feeder: Feeder): Promise<void> {
  let beganMs = performance.now();
  let last: Status | undefined;
  let line = 0;
  for await (const each of recordingLines(file)) {
    if (feeder.signal.aborted) return;
    line++;
    last = learn(each, name, feeder, line) ?? last;
    if (performance.now() - beganMs > READ_MS) {
      await new Promise((resolve) => setTimeout(resolve));
      beganMs = performance.now();
    }
  }
  if (model.source?.kind !== 'replay') throw new BadRecording(line, 'expected a snapshot, got none');
  feeder.tell({ ...(last ?? model.status!), state: 'over' });
}

/** What a line says; the status, where it is of that. */
function learn(each: RecordingLine, name: string, feeder: Feeder, line: number): Status | undefined {
  if ('snapshot' in each) {
    const { snapshot } = each;
    const goesOn = snapshot.epoch === model.epoch && snapshot.cursor === model.cursor;
    // A snapshot between frames is for whoever begins there.
    if (!goesOn || model.source?.kind !== 'replay') feeder.load(asReplay(snapshot, name));
    return snapshot.status;
  }
  if ('frame' in each && !feeder.apply(each.frame)) {
    throw new BadRecording(line, `expected frame ${model.cursor + 1}, got ${each.frame.n}`);
  }
  return 'status' in each ? each.status : undefined;
}

function asReplay(snapshot: Snapshot, name: string): Snapshot {
  return {
    ...snapshot,
    source: { ...snapshot.source, kind: 'replay', name },
    status: { ...snapshot.status, state: 'over', ageMs: 0, trouble: null },
  };
}
