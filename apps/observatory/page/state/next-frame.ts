import { isReading } from './store.ts';

/** A drawing begins in a frame only while those before it took no longer than this, in ms: the others wait for the next one. */
const BEGIN_WITHIN_MS = 1;

/** The same where a person waits for all of them, and for how long: frames come later then, but the last drawing sooner. So while a recording is read, as each frame takes time from that. */
const BEGIN_HURRIED_WITHIN_MS = 10;
const HURRY_MS = 500;

/** What is to be drawn, in the order in which it was asked for. */
const waiting = new Set<Readonly<{ draw: () => void }>>();
let frame: number | undefined;
let hurriedUntilMs = -Infinity;

/**
 * Draws with the next frame, or before the page is printed; with one of the next where much is to be drawn, so that no frame is long.
 * Returns how to leave it. Whoever asks again keeps its place by not leaving: in each frame the first of all is drawn.
 */
export function nextFrame(draw: () => void): () => void {
  const own = { draw };
  waiting.add(own);
  frame ??= requestAnimationFrame(drawSome);
  return () => waiting.delete(own);
}

/** Draws with fewer frames what waits, and what is asked for in the next half second. */
export function hurry(): void {
  hurriedUntilMs = performance.now() + HURRY_MS;
}

/** Draws at once what waits for a frame, so that it is on paper: that waits for none. */
export function drawForPaper(): void {
  for (const each of waiting) {
    waiting.delete(each);
    each.draw();
  }
}

function drawSome(): void {
  frame = undefined;
  const beginMs = performance.now();
  const isHurried = beginMs < hurriedUntilMs || isReading.peek();
  const withinMs = isHurried ? BEGIN_HURRIED_WITHIN_MS : BEGIN_WITHIN_MS;
  try {
    // What is asked for meanwhile comes with the next.
    const due = [...waiting];
    for (const each of due) {
      if (!waiting.delete(each)) continue;
      each.draw();
      if (performance.now() - beginMs >= withinMs) break;
    }
  } finally {
    if (waiting.size > 0) frame ??= requestAnimationFrame(drawSome);
  }
}
