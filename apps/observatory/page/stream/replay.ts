import type { Snapshot, Status } from '@pod-contagion/observatory';
import { RecordingReader, type RecordingSink } from '@pod-contagion/observatory/recording';
import { model } from '../state/store.ts';
import type { Feeder } from './feeding.ts';
import { piecesOf } from './recording-pieces.ts';

/** The page is let draw after so long of reading, in ms. */
const READ_MS = 50;

/** Throws an ObservatoryError where a file does not begin as a recording does; nothing is shown of it. */
export async function checkHead(file: Blob): Promise<void> {
  const reader = new RecordingReader({ load: () => {}, apply: () => true, tell: () => {} });
  for await (const text of piecesOf(file)) {
    reader.push(text);
    return;
  }
  reader.end();
}

/**
 * Reads a whole recording into the model, compressed or not, so that any moment of it can be gone to. Throws an ObservatoryError that
 * names the line which is none; what came before it stays. `onBegun` is called once when there is something to see.
 */
export async function readRecording(
  file: Blob,
  name: string,
  feeder: Feeder,
  onBegun: () => void = () => {},
): Promise<void> {
  let last: Status | undefined;
  const reader = new RecordingReader(
    sinkOf(name, feeder, (status) => {
      last = status;
    }),
  );
  let beganMs = performance.now();
  for await (const text of piecesOf(file)) {
    if (feeder.signal.aborted) return;
    const isFirst = reader.frames === 0;
    reader.push(text);
    if (isFirst && reader.frames > 0) onBegun();
    if (performance.now() - beganMs > READ_MS) {
      await new Promise((resolve) => setTimeout(resolve));
      beganMs = performance.now();
    }
  }
  reader.end();
  const status = last ?? model.status;
  if (status !== undefined) feeder.tell({ ...status, state: 'over', trouble: null });
}

function sinkOf(name: string, feeder: Feeder, note: (status: Status) => void): RecordingSink {
  return {
    load: (snapshot) => {
      note(snapshot.status);
      const goesOn = snapshot.epoch === model.epoch && snapshot.cursor === model.cursor;
      // A snapshot between frames is for whoever begins there.
      if (!goesOn || model.source?.kind !== 'replay') feeder.load(asReplay(snapshot, name));
    },
    apply: (frame) => feeder.apply(frame),
    tell: note,
  };
}

function asReplay(snapshot: Snapshot, name: string): Snapshot {
  return {
    ...snapshot,
    source: { ...snapshot.source, kind: 'replay', name },
    status: { ...snapshot.status, state: 'over', ageMs: 0, trouble: null },
  };
}
