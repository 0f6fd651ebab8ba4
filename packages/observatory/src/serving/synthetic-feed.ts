import { CODE, CONDITION_COUNT } from '../protocol/codes.ts';
import type { Frame } from '../protocol/frame.ts';
import { SyntheticEpidemic, type SyntheticOptions } from '../synthetic/synthetic-epidemic.ts';
import type { Feed } from './feed.ts';
import { History } from './history.ts';
import { FRAME_INTERVAL_MS } from './limits.ts';
import { Listeners } from './listeners.ts';

/** Makes a contagion up as it goes, in real time: for trying a page, and a server, with any number of pods. */
export function openSyntheticFeed(options: Omit<SyntheticOptions, 'startMs'>): Feed {
  const startMs = Date.now();
  const epidemic = new SyntheticEpidemic({ ...options, startMs });
  const epoch = `synthetic-${options.seed}-${startMs}`;
  const { status } = epidemic.snapshot();
  const listeners = new Listeners();
  const history = new History();
  const tally = new Tally(options.pods);
  let cursor = 0;

  const timer = setInterval(() => {
    const nowMs = Date.now();
    const frame = epidemic.frame(nowMs);
    if (frame === undefined) return;
    cursor = frame.n;
    tally.apply(frame);
    if (history.isDue(nowMs)) history.push(nowMs, tally.counts, tally.ready, tally.restarts);
    listeners.onFrame(frame);
  }, FRAME_INTERVAL_MS);

  return {
    epoch,
    get cursor() {
      return cursor;
    },
    snapshot: () => ({ ...epidemic.snapshot(), epoch, history: history.columns() }),
    status: () => status,
    subscribe: (listener) => listeners.add(listener),
    async close() {
      clearInterval(timer);
    },
  };
}

/** How many pods are what, by what frames say. */
class Tally {
  readonly counts: Uint32Array = new Uint32Array(CONDITION_COUNT);
  ready: number;
  restarts = 0;
  readonly #condition: Uint8Array;
  readonly #isReady: Uint8Array;

  constructor(pods: number) {
    this.counts[CODE.susceptible] = pods;
    this.ready = pods;
    this.#condition = new Uint8Array(pods).fill(CODE.susceptible);
    this.#isReady = new Uint8Array(pods).fill(1);
  }

  apply({ i = [], c = [], y = [], course = [] }: Frame): void {
    i.forEach((pod, place) => {
      this.counts[this.#condition[pod]!]!--;
      this.ready -= this.#isReady[pod]!;
      this.#condition[pod] = c[place]!;
      this.#isReady[pod] = y[place]!;
      this.counts[c[place]!]!++;
      this.ready += y[place]!;
    });
    this.restarts += course.filter(([, , ended]) => ended !== null).length;
  }
}
