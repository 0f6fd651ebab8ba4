import { createJsonLines, type JsonOutputs } from '../up/json-lines.ts';
import type { Audience, Playback } from './audience.ts';

/**
 * What is written of a run where there is no terminal: the lines of `contagion up`, with virtual time. `story` is what is told of it
 * once it is over.
 */
export function createWatchLines(
  { run, store }: Playback,
  outputs: JsonOutputs,
  texts: Readonly<{ caption: string; story: () => string }>,
  tookMs: () => number,
): Audience {
  let atMs = 0;
  const lines = createJsonLines(outputs, () => ({ atMs }));
  return {
    begin: () => outputs.note(`${texts.caption}\n`),
    hear(event) {
      atMs = event.atMs;
      lines.change(store.present, [event]);
    },
    step: () => undefined,
    look: () => undefined,
    end(reason) {
      atMs = run.nowMs;
      lines.end({ reason, epidemic: store.present, tookMs: Math.round(tookMs()) });
      if (run.isOver) outputs.note(texts.story());
    },
  };
}
