/** Reads and uncompresses the text of a recording beside the page, which has enough to do with what it says. */
import { textOf } from './recording-text.ts';

/** What the page sends: first the file, then how many more pieces it takes. */
export type RecordingOrder = Readonly<{ file: Blob }> | Readonly<{ more: number }>;

/** What it gets: a piece of the text, undefined at its end, or why there is no more. */
export type RecordingPiece = string | undefined | Readonly<{ failure: string }>;

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
  const failure = error instanceof Error ? error.message : String(error);
  postMessage({ failure } satisfies RecordingPiece);
}

async function send(file: Blob): Promise<void> {
  for await (const piece of textOf(file)) {
    if (room === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    room--;
    postMessage(piece satisfies RecordingPiece);
  }
  postMessage(undefined satisfies RecordingPiece);
}
