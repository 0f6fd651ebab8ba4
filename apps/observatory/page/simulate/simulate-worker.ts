/** The real simulator beside the page: a run in pieces, each when the page has learned the one before; or many futures. */
import type { Frame } from '@pod-contagion/observatory';
import { simulateAhead, simulateBaseline, type Baseline } from '../game/baseline.ts';
import { Futures, FUTURES } from './futures.ts';
import type { FuturesOrder, SimulateAnswer, SimulateOrder } from './orders.ts';
import { SimulatedRun } from './simulated-run.ts';

/** How long a piece takes to simulate, in ms: the first is there soon, and a page is never given too much at once. */
const PIECE_MS = 30;
const FIRST_PIECE_MS = 10;

/** How often what futures come to is told, in ms. */
const TELL_MS = 300;

/** Frames of one piece, at most. */
const MOST_FRAMES = 300;

let epoch = '';
let run: SimulatedRun | undefined;
let frames: Generator<Frame, void> | undefined;

addEventListener('message', ({ data }: MessageEvent<SimulateOrder>) => {
  // What comes of an order of before is of nobody's concern, nor what is wrong with it.
  if (data.type === 'more' && data.epoch !== epoch) return;
  try {
    obey(data);
  } catch (error) {
    frames = undefined;
    const message = error instanceof Error ? error.message : String(error);
    answer({ type: 'refused', epoch: data.epoch, message });
  }
});

function obey(order: SimulateOrder): void {
  if (order.type === 'more') {
    goOn(PIECE_MS);
    return;
  }
  if (order.type === 'baseline') {
    answer({ type: 'baseline', epoch: order.epoch, baseline: simulateBaseline(order.plan, order.runs) });
    return;
  }
  if (order.type === 'ahead') {
    tellAhead(simulateAhead(order.plan, order.pods, order.runs), order.epoch);
    return;
  }
  epoch = order.epoch;
  frames = undefined;
  if (order.type === 'futures') {
    lookAhead(order);
    return;
  }
  run = new SimulatedRun(order.plan, order.epoch, order.startMs);
  answer({ type: 'snapshot', epoch, snapshot: run.snapshot(), theory: run.theory });
  frames = run.frames();
  goOn(FIRST_PIECE_MS);
}

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

/** Futures one after the other, told of as often as it can be seen. */
function lookAhead({ plan, pods, fromMs }: FuturesOrder): void {
  const futures = new Futures(plan, pods, fromMs);
  let toldAtMs = performance.now();
  while (futures.count < FUTURES) {
    futures.step();
    if (performance.now() - toldAtMs < TELL_MS && futures.count < FUTURES) continue;
    toldAtMs = performance.now();
    answer({ type: 'fan', epoch, fan: futures.fan() });
  }
}

/** The same of a median: the first at once, however long each takes. */
function tellAhead(medians: Generator<() => Baseline, void>, of: string): void {
  let toldAtMs = -Infinity;
  let last: (() => Baseline) | undefined;
  for (const median of medians) {
    last = median;
    if (performance.now() - toldAtMs < TELL_MS) continue;
    answer({ type: 'baseline', epoch: of, baseline: median() });
    toldAtMs = performance.now();
  }
  if (last !== undefined) answer({ type: 'baseline', epoch: of, baseline: last() });
}

function answer(message: SimulateAnswer): void {
  postMessage(message);
}
