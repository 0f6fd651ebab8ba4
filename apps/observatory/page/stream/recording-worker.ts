/** Reads a recording beside the page, which has enough to do with showing it: what it gets are columns, ready to be taken over. */
import { partsIn, type RecordingPart } from './recording-parts.ts';

/** What the page sends: first the file, then how many more pieces it takes. */
export type RecordingOrder = Readonly<{ file: Blob }> | Readonly<{ more: number }>;

/** What it gets: what a piece of the file says, undefined at its end, or why there is no more. */
export type RecordingAnswer = readonly RecordingPart[] | undefined | Readonly<{ failure: string }>;

let room = 0;
let wake = (): void => {};

addEventListener('message', ({ data }: MessageEvent<RecordingOrder>) => {
  if ('file' in data) send(data.file).catch(fail);
  else {
    room += data.more;
    wake();
  }
});

/** A page that is told nothing would wait for ever. */
function fail(error: unknown): void {
  answer({ failure: error instanceof Error ? error.message : String(error) });
}

async function send(file: Blob): Promise<void> {
  for await (const parts of partsIn(file)) {
    if (room === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    room--;
    answer(parts, parts.flatMap(buffersOf));
  }
  answer(undefined);
}

function answer(what: RecordingAnswer, transfer: ArrayBuffer[] = []): void {
  postMessage(what, { transfer });
}

/** What is given to the page instead of being copied. */
function buffersOf(part: RecordingPart): ArrayBuffer[] {
  if (!('frames' in part)) return [];
  return Object.values(part.frames).flatMap((column) => (typeof column === 'number' ? [] : [column.buffer]));
}
