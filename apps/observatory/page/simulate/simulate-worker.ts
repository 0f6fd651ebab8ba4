/** The real simulator beside the page: a run in pieces, each when the page has learned the one before. */
import type { Frame } from '@pod-contagion/observatory';
import type { SimulateAnswer, SimulateOrder } from './orders.ts';
import { simulateBaseline } from '../game/baseline.ts';
import { SimulatedRun } from './simulated-run.ts';

/** How long a piece takes to simulate, in ms: the first is there soon, and a page is never given too much at once. */
const PIECE_MS = 30;
const FIRST_PIECE_MS = 10;

/** Frames of one piece, at most. */
const MOST_FRAMES = 300;

let epoch = '';
let run: SimulatedRun | undefined;
let frames: Generator<Frame, void> | undefined;

addEventListener('message', ({ data }: MessageEvent<SimulateOrder>) => {
  if (data.type === 'more') {
    if (data.epoch === epoch) goOn(PIECE_MS);
    return;
  }
  if (data.type === 'baseline') {
    answer({ type: 'baseline', epoch: data.epoch, baseline: simulateBaseline(data.plan, data.runs) });
    return;
  }
  epoch = data.epoch;
  try {
    run = new SimulatedRun(data.plan, data.epoch, data.startMs);
  } catch (error) {
    answer({ type: 'refused', epoch, message: error instanceof Error ? error.message : String(error) });
    return;
  }
  answer({ type: 'snapshot', epoch, snapshot: run.snapshot(), theory: run.theory });
  frames = run.frames();
  goOn(FIRST_PIECE_MS);
});

function goOn(pieceMs: number): void {
  if (frames === undefined || run === undefined) return;
  const untilMs = performance.now() + pieceMs;
  const piece: Frame[] = [];
  while (piece.length < MOST_FRAMES && performance.now() < untilMs) {
    const next = frames.next();
    if (next.done === true) {
      frames = undefined;
      answer({ type: 'frames', epoch, frames: piece, story: run.story ?? null });
      return;
    }
    piece.push(next.value);
  }
  answer({ type: 'frames', epoch, frames: piece, story: undefined });
}

function answer(message: SimulateAnswer): void {
  postMessage(message);
}
