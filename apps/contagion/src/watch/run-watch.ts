import { setTimeout as sleep } from 'node:timers/promises';
import { createEpidemicStore } from '@pod-contagion/epidemic';
import { ObservedRun } from '@pod-contagion/simulator';
import type { One, SimulationPlan } from '../simulate/plan.ts';
import { storyOf } from '../simulate/run-one.ts';
import { captionOf } from '../simulate/texts.ts';
import type { Terminal } from '../terminal/find-terminal.ts';
import type { Ending } from '../up/ending.ts';
import type { JsonOutputs } from '../up/json-lines.ts';
import type { Playback } from './audience.ts';
import type { WatchKey } from './keys.ts';
import { play, type RealTime } from './play.ts';
import { PlaybackClock } from './playback-clock.ts';
import { createWatchLines } from './watch-lines.ts';
import { createWatchView } from './watch-view.ts';

/** What `runWatch` needs besides its plan. */
export type WatchSurroundings = Readonly<{
  /** Undefined where lines are written instead. */
  terminal: Terminal | undefined;
  outputs: JsonOutputs;
  ending: Ending;
  time?: RealTime;
}>;

const REAL_TIME: RealTime = {
  now: () => performance.now(),
  sleep: (durationMs, signal) => sleep(durationMs, undefined, { signal }).catch(() => undefined),
};

/** Plays the run of a plan until it is over, or its end is asked for; the terminal is given back by then, whatever happens. */
export async function runWatch(
  plan: SimulationPlan,
  what: One,
  speed: number,
  { terminal, outputs, ending, time = REAL_TIME }: WatchSurroundings,
): Promise<void> {
  const { model, outbreak, untilMs } = plan;
  const { seed } = what;
  const beganAtMs = time.now();
  const store = createEpidemicStore();
  const run = new ObservedRun(model, { seed, outbreak, untilMs, store });
  const clock = new PlaybackClock(speed, 0, time.now);
  const playback: Playback = { run, store, clock };
  const texts = { caption: captionOf(plan), story: () => storyOf(plan, what) };
  const audience =
    terminal === undefined
      ? createWatchLines(playback, outputs, texts, () => time.now() - beganAtMs)
      : createWatchView(playback, terminal, texts, (key) => press(key, playback, ending));
  try {
    audience.begin();
    await play(playback, audience, time, ending.signal);
    if (run.isOver) ending.end(run.extinctAtMs === undefined ? 'until' : 'extinct');
  } catch (error) {
    ending.end('failed', error);
  }
  audience.end(await ending.asked);
}

function press(key: WatchKey, { run, clock }: Playback, ending: Ending): void {
  switch (key) {
    case 'pause':
      return clock.togglePause(run.nowMs);
    case 'faster':
      return clock.multiply(2, run.nowMs);
    case 'slower':
      return clock.multiply(1 / 2, run.nowMs);
    case 'quit':
      return ending.end('quit');
    case 'interrupt':
      return ending.end('SIGINT');
  }
}
