import { LOOK_INTERVAL_MS, LOOK_LIMIT_MS } from '../limits.ts';
import type { Audience, Playback } from './audience.ts';

/** Real time, in milliseconds. */
export type RealTime = Readonly<{
  now: () => number;
  /** Settles after so long, or when the signal aborts. */
  sleep: (durationMs: number, signal: AbortSignal) => Promise<void>;
}>;

/** How far virtual time goes on at once; the curve gets a point after each. */
const STEP_MS = 250;

/** Plays a run from where it is to its end, or until the signal aborts: at each look all that is due by then has happened. */
export async function play(
  playback: Playback,
  audience: Audience,
  time: RealTime,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const isAllThere = catchUp(playback, audience, time);
    audience.look();
    if (playback.run.isOver) return;
    // Keys and signals get their turn, also where it never catches up.
    await time.sleep(isAllThere ? LOOK_INTERVAL_MS : 0, signal);
  }
}

/** Lets happen what is due, as far as that can be done at once; gives whether it was all. */
function catchUp({ run, clock }: Playback, { hear, step }: Audience, { now }: RealTime): boolean {
  const giveUpAt = now() + LOOK_LIMIT_MS;
  const { dueMs } = clock;
  while (run.nowMs < dueMs && !run.isOver) {
    if (now() > giveUpAt) return false;
    for (const event of run.advance(Math.min(run.nowMs + STEP_MS, dueMs))) hear(event);
    step();
  }
  return true;
}
