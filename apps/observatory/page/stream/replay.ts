import { replayed, type Snapshot, type Status } from '@pod-contagion/observatory';
import { model } from '../state/store.ts';
import type { Feeder } from './feeding.ts';
import { readBeside } from './read-beside.ts';
import type { RecordingPart } from './recording-parts.ts';

/** The page is let draw after so long of taking over what was read, in ms. */
const TAKE_MS = 16;

/**
 * Reads a whole recording into the model, compressed or not, so that any moment of it can be gone to. Throws an error that names the
 * line which is none; what came before it stays, and nothing is shown of a file that does not begin as a recording does. `begin` is
 * asked once for who feeds the model when it does, and `onBegun` is called once when there is something to see.
 */
export async function readRecording(
  file: Blob,
  name: string,
  begin: () => Feeder,
  onBegun: () => void = () => {},
): Promise<void> {
  let feeder: Feeder | undefined;
  let last: Status | undefined;
  let hasFrames = false;
  let beganMs = performance.now();
  for await (const parts of readBeside(file)) {
    // Nothing of it has been understood yet.
    if (feeder === undefined && parts.length === 0) continue;
    feeder ??= begin();
    if (feeder.signal.aborted) return;
    const isFirst = !hasFrames;
    for (const part of parts) {
      last = statusOf(part) ?? last;
      take(part, name, feeder);
      hasFrames ||= 'frames' in part || 'frame' in part;
    }
    if (isFirst && hasFrames) onBegun();
    if (performance.now() - beganMs > TAKE_MS) {
      await new Promise((resolve) => setTimeout(resolve));
      beganMs = performance.now();
    }
  }
  const status = last ?? model.status;
  if (status !== undefined) feeder?.tell({ ...status, state: 'over', trouble: null });
}

function statusOf(part: RecordingPart): Status | undefined {
  if ('status' in part) return part.status;
  return 'snapshot' in part ? part.snapshot.status : undefined;
}

function take(part: RecordingPart, name: string, feeder: Feeder): void {
  if ('frames' in part) feeder.applyPacked(part.frames);
  else if ('frame' in part) feeder.apply(part.frame);
  else if ('snapshot' in part) {
    const { snapshot } = part;
    const goesOn = snapshot.epoch === model.epoch && snapshot.cursor === model.cursor;
    // A snapshot between frames is for whoever begins there.
    if (!goesOn || model.source?.kind !== 'replay') feeder.load(asReplay(snapshot, name));
  }
}

function asReplay(snapshot: Snapshot, name: string): Snapshot {
  return {
    ...snapshot,
    source: replayed(snapshot.source, name),
    status: { ...snapshot.status, state: 'over', ageMs: 0, trouble: null },
  };
}
