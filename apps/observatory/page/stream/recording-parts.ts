import type { Frame, PackedFrames, Snapshot, Status } from '@pod-contagion/observatory';
import { RecordingReader } from '@pod-contagion/observatory/recording';
import { bytesOf } from './recording-bytes.ts';

/** What a recording says; frames come many at once where nothing but pods and infections has changed in them. */
export type RecordingPart =
  | Readonly<{ snapshot: Snapshot }>
  | Readonly<{ frame: Frame }>
  | Readonly<{ frames: PackedFrames }>
  | Readonly<{ status: Status }>;

/**
 * What a file says, in its order: one list for each piece of it. Throws an ObservatoryError that names the line which is none of a
 * recording, after what came before it.
 */
export async function* partsIn(file: Blob): AsyncGenerator<readonly RecordingPart[]> {
  let parts: RecordingPart[] = [];
  let cursor = -1;
  const reader = new RecordingReader({
    load(snapshot) {
      ({ cursor } = snapshot);
      parts.push({ snapshot });
    },
    apply(frame) {
      if (frame.n > cursor + 1) return false;
      cursor = Math.max(cursor, frame.n);
      parts.push({ frame });
      return true;
    },
    applyPacked(frames) {
      cursor += frames.t.length;
      parts.push({ frames });
    },
    tell: (status) => parts.push({ status }),
  });
  for await (const bytes of bytesOf(file)) {
    try {
      reader.push(bytes);
    } catch (error) {
      if (parts.length > 0) yield parts;
      throw error;
    }
    yield parts;
    parts = [];
  }
  reader.end();
}
