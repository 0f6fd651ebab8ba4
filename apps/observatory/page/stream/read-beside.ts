import { openWorker } from '../workers/open-worker.ts';
import { partsIn, type RecordingPart } from './recording-parts.ts';
import type { RecordingAnswer, RecordingOrder } from './recording-worker.ts';

/** How many pieces may wait for the page: it always has one to take over, and a long file does not fill its memory. */
const AHEAD = 8;

/**
 * What a recording says, a piece of it each time; read beside the page where the browser runs workers. Throws an error with the message
 * of `partsIn`'s.
 */
export function readBeside(file: Blob): AsyncGenerator<readonly RecordingPart[]> {
  return 'Worker' in globalThis ? partsFromWorker(file) : partsIn(file);
}

async function* partsFromWorker(file: Blob): AsyncGenerator<readonly RecordingPart[]> {
  const worker = openWorker('recording-worker');
  const order = (what: RecordingOrder): void => worker.postMessage(what);
  const waiting: RecordingAnswer[] = [];
  let wake = (): void => {};
  let failure: Error | undefined;
  worker.addEventListener('message', ({ data }: MessageEvent<RecordingAnswer>) => {
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
      const answer = waiting.shift();
      if (answer === undefined) return;
      if ('failure' in answer) throw new Error(answer.failure);
      yield answer;
      order({ more: 1 });
    }
  } finally {
    worker.terminate();
  }
}
