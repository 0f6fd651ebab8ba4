import { openWorker } from '../workers/open-worker.ts';
import { textOf } from './recording-text.ts';
import type { RecordingOrder, RecordingPiece } from './recording-worker.ts';

/** How many pieces may wait for the page: it always has one to read, and a long file does not fill its memory. */
const AHEAD = 8;

/** The text of a recording in pieces, in their order; read and uncompressed beside the page where the browser runs workers. */
export function piecesOf(file: Blob): AsyncGenerator<string> {
  return 'Worker' in globalThis ? piecesBeside(file) : textOf(file);
}

async function* piecesBeside(file: Blob): AsyncGenerator<string> {
  const worker = openWorker('recording-worker');
  const order = (what: RecordingOrder): void => worker.postMessage(what);
  const waiting: RecordingPiece[] = [];
  let wake = (): void => {};
  let failure: Error | undefined;
  worker.addEventListener('message', ({ data }: MessageEvent<RecordingPiece>) => {
    waiting.push(data);
    wake();
  });
  worker.addEventListener('error', ({ message }) => {
    failure = new Error(`the program that reads recordings does not start: ${message || 'it is not there'}`);
    wake();
  });
  try {
    order({ file });
    order({ more: AHEAD });
    for (;;) {
      while (waiting.length === 0) {
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const piece = waiting.shift();
      if (piece === undefined) return;
      if (typeof piece !== 'string') throw new Error(piece.failure);
      yield piece;
      order({ more: 1 });
    }
  } finally {
    worker.terminate();
  }
}
