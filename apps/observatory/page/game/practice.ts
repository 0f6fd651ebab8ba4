import { model, selectedPod } from '../state/store.ts';
import { simulationTexts } from '../simulate/address.ts';
import type { SimulateAnswer, SimulateOrder } from '../simulate/orders.ts';
import { planOf, type SimulationPlan } from '../simulate/plan.ts';
import { START_MS } from '../simulate/run-simulation.ts';
import { placeOfName } from '../simulate/simulated-pods.ts';
import { takeOver } from '../stream/feeding.ts';
import { openWorker } from '../workers/open-worker.ts';
import { Pacer } from './pacer.ts';
import { baseline, elapsedMs, hasBegun, isCompared, isOver } from './progress.ts';

/** How many runs the median is of. */
const RUNS = 100;

/** How often the page gets what is due, in ms. */
const TICK_MS = 100;

/** A game on the simulator, in real time; `signal` is aborted once something else is shown. */
export type Practice = Readonly<{ signal: AbortSignal; hit: (pod: number) => void }>;

/**
 * Starts one with what is set in the simulation. A hit is one more intervention: all is simulated again with it from the same seed, which
 * up to then comes out the same, and goes on from there. Nothing is sent anywhere. It goes on until it is over, or something else is shown; `onRefused` is told why nothing can be simulated with it.
 */
export function startPractice(over: AbortSignal, onRefused: (message: string) => void): Practice {
  const feeder = takeOver('simulate');
  const worker = openWorker('simulate-worker');
  const pacer = new Pacer();
  const seed = Math.floor(Math.random() * 2 ** 31);
  const { plan: set } = planOf({ ...simulationTexts.peek(), seed: String(seed) });
  let plan: SimulationPlan = { ...set, shots: [] };
  let round = 0;
  let isLoaded = false;
  let isWhole = false;
  let beganAtMs = Number.NaN;
  const epoch = (): string => `practice-${performance.timeOrigin}-${seed}-${round}`;
  const order = (what: SimulateOrder): void => worker.postMessage(what);
  const virtualMs = (): number => performance.now() - beganAtMs;

  worker.addEventListener('message', ({ data }: MessageEvent<SimulateAnswer>) => {
    if (either.aborted) return;
    if (data.type === 'baseline') baseline.value = data.baseline;
    else if (data.epoch !== epoch()) return;
    else if (data.type === 'refused') onRefused(data.message);
    else if (data.type === 'snapshot') {
      if (!isLoaded) feeder.load(data.snapshot);
      isLoaded = true;
      hasBegun.value = true;
      isCompared.value = true;
      beganAtMs = Number.isNaN(beganAtMs) ? performance.now() : beganAtMs;
    } else if (data.type === 'frames') {
      pacer.add(data.frames);
      isWhole = data.story !== undefined;
      if (!isWhole) order({ type: 'more', epoch: data.epoch });
    }
  });
  const timer = setInterval(() => {
    for (const frame of pacer.due(START_MS + virtualMs())) feeder.apply(frame);
    if (hasBegun.value) elapsedMs.value = virtualMs();
    isOver.value = isWhole && pacer.isEmpty;
  }, TICK_MS);
  const either = AbortSignal.any([over, feeder.signal]);
  either.addEventListener('abort', () => {
    clearInterval(timer);
    worker.terminate();
  });
  order({ type: 'start', plan, epoch: epoch(), startMs: START_MS });
  order({ type: 'baseline', plan, epoch: epoch(), runs: RUNS });

  return {
    signal: feeder.signal,
    hit(pod) {
      const name = model.pods.name[pod - model.pods.first] ?? '';
      // After all that is shown, so that none of it changes.
      const atMs = Math.ceil(Math.max(virtualMs(), model.tMs - START_MS + 1));
      plan = { ...plan, shots: [...(plan.shots ?? []), { atMs, pod: placeOfName(name) }] };
      round++;
      isWhole = false;
      pacer.forget();
      order({ type: 'start', plan, epoch: epoch(), startMs: START_MS });
      selectedPod.value = undefined;
    },
  };
}
