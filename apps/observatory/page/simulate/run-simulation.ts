import { effect, signal, type Signal } from '@preact/signals';
import type { Frame } from '@pod-contagion/observatory';
import type { Story } from '@pod-contagion/simulator';
import type { Theory } from '@pod-contagion/simulator/statistics';
import { model } from '../state/store.ts';
import { takeOver, touchNow, type Feeder } from '../stream/feeding.ts';
import { openWorker } from '../workers/open-worker.ts';
import { simulationTexts } from './address.ts';
import type { SimulateAnswer, SimulateOrder } from './orders.ts';
import { planOf, type Misread } from './plan.ts';

/** How the run that is shown is doing. */
export type SimulationState = Readonly<{
  /** `refused` where the simulator can't do what is asked; the run before is still shown. */
  phase: 'starting' | 'running' | 'over' | 'cut off' | 'refused';
  message: string;
  misread: readonly Misread[];
  theory: Theory | undefined;
  story: Story | undefined;
}>;

const STARTING: SimulationState = {
  phase: 'starting',
  message: '',
  misread: [],
  theory: undefined,
  story: undefined,
};

export const simulation: Signal<SimulationState> = signal(STARTING);

/** Virtual time begins with a day, so that a clock shows how much of it has passed. */
export const START_MS: number = new Date(2000, 0, 1).getTime();

/** How long a slider that goes on moving is waited for, in ms. */
const SETTLE_MS = 120;

/** How long frames are learned at once, in ms: the page is to stay quick. */
const LEARN_MS = 8;

let runs = 0;

/** Simulates what is set, again whenever that changes, for as long as nothing else is shown; gives what ends it. */
export function keepSimulating(): () => void {
  const feeder = takeOver('simulate');
  const worker = openWorker('simulate-worker');
  let epoch = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let begunAtMs = -Infinity;
  const order = (what: SimulateOrder): void => {
    worker.postMessage(what, []);
  };
  const begin = (): void => {
    begunAtMs = performance.now();
    const { plan, misread } = planOf(simulationTexts.peek());
    if (misread.length > 0) {
      simulation.value = { ...simulation.peek(), phase: 'refused', message: '', misread };
      return;
    }
    epoch = `simulation-${performance.timeOrigin}-${++runs}`;
    simulation.value = { ...STARTING, theory: simulation.peek().theory };
    order({ type: 'start', plan, epoch, startMs: START_MS });
  };
  worker.addEventListener('message', ({ data }: MessageEvent<SimulateAnswer>) => {
    if (data.epoch !== epoch || feeder.signal.aborted) return;
    if (data.type === 'refused') {
      simulation.value = { ...simulation.peek(), phase: 'refused', message: data.message };
    } else if (data.type === 'snapshot') {
      feeder.load(data.snapshot);
      simulation.value = { ...simulation.peek(), phase: 'running', theory: data.theory };
    } else if (data.type === 'frames') {
      const { story } = data;
      // The worker goes on while the page learns.
      if (story === undefined) order({ type: 'more', epoch });
      const isFirst = model.cursor === 0;
      void learn(data.frames, feeder, () => data.epoch === epoch).then((isLearned) => {
        if (isLearned && isFirst) touchNow();
        if (!isLearned || story === undefined) return;
        simulation.value = {
          ...simulation.peek(),
          phase: story === null ? 'cut off' : 'over',
          story: story ?? undefined,
        };
      });
    }
  });
  const dispose = effect(() => {
    void simulationTexts.value;
    clearTimeout(timer);
    // The first change counts at once, those that follow it as they settle.
    timer = setTimeout(begin, Math.min(SETTLE_MS, begunAtMs + 2 * SETTLE_MS - performance.now()));
  });
  const stop = (): void => {
    dispose();
    clearTimeout(timer);
    worker.terminate();
  };
  feeder.signal.addEventListener('abort', stop, { once: true });
  return stop;
}

let queue: Promise<boolean> = Promise.resolve(true);

/** Learns frames after those before them, a few at a time; false where another run has begun. */
async function learn(frames: readonly Frame[], feeder: Feeder, isCurrent: () => boolean): Promise<boolean> {
  queue = queue.then(async () => {
    let untilMs = performance.now() + LEARN_MS;
    for (const frame of frames) {
      if (!isCurrent()) return false;
      feeder.apply(frame);
      if (performance.now() < untilMs) continue;
      await new Promise((resolve) => setTimeout(resolve));
      untilMs = performance.now() + LEARN_MS;
    }
    return isCurrent();
  });
  return queue;
}
