import { effect, signal, type Signal } from '@preact/signals';
import { Asked } from '../estimates/asked.ts';
import { futureUntilMs } from '../state/charts.ts';
import { cursorMs, model, version } from '../state/store.ts';
import { clockTime } from '../state/words.ts';
import { openWorker } from '../workers/open-worker.ts';
import { simulationTexts } from './address.ts';
import { fan, HORIZON_MS, type Fan } from './fan.ts';
import type { FuturesOrder, SimulateAnswer } from './orders.ts';
import { planOf } from './plan.ts';
import { presentOf } from './present.ts';

/** How the futures are doing that were asked for last. */
export type WhatIf = Readonly<{
  /** `nobody` where nobody is infected: there is nothing to ask. */
  phase: 'running' | 'done' | 'nobody' | 'refused';
  message: string;
  unknown: readonly string[];
}>;

export const whatIf: Signal<WhatIf | undefined> = signal(undefined);

let worker: Worker | undefined;
let epoch = '';

// Futures of what is shown no more are nobody's.
effect(() => {
  void version.value;
  if (whatIf.peek() !== undefined && model.epoch !== epoch) forgetWhatIf();
});

/** Simulates many futures from the moment that is shown on, and has them drawn over the curve as they come. */
export function askWhatIf(): void {
  forgetWhatIf();
  epoch = model.epoch;
  const fromMs = Math.min(cursorMs.peek() ?? model.tMs, model.tMs);
  const [knownMs = fromMs] = model.timeline.span ?? [];
  if (fromMs < knownMs) {
    const message = `What each pod was is known from ${clockTime(knownMs)} on only: futures begin there or later.`;
    whatIf.value = { phase: 'refused', message, unknown: [] };
    return;
  }
  let present: ReturnType<typeof presentOf>;
  try {
    present = presentOf(model, fromMs, planOf(simulationTexts.peek()).plan);
  } catch (error) {
    whatIf.value = { phase: 'refused', message: String(error), unknown: [] };
    return;
  }
  const { plan, pods, infected, unknown } = present;
  if (infected === 0) {
    const message = 'Nobody can be asked: who is infected is known only once its container has ended.';
    const isUnknown = new Asked().isWatchOnly(model);
    whatIf.value = isUnknown
      ? { phase: 'refused', message, unknown: [] }
      : { phase: 'nobody', message: '', unknown: [] };
    return;
  }
  whatIf.value = { phase: 'running', message: '', unknown };
  const own = openWorker('simulate-worker');
  worker = own;
  own.addEventListener('message', ({ data }: MessageEvent<SimulateAnswer>) => {
    if (worker !== own) return;
    if (data.type === 'refused') whatIf.value = { phase: 'refused', message: data.message, unknown };
    if (data.type !== 'fan') return;
    fan.value = data.fan;
    futureUntilMs.value = data.fan.fromMs + HORIZON_MS;
    if (!isWhole(data.fan)) return;
    whatIf.value = { phase: 'done', message: '', unknown };
    own.terminate();
  });
  const order: FuturesOrder = { type: 'futures', epoch: 'futures', plan, pods, fromMs };
  own.postMessage(order, []);
}

/** Takes away what is drawn, and stops what is still being simulated. */
export function forgetWhatIf(): void {
  worker?.terminate();
  worker = undefined;
  fan.value = undefined;
  futureUntilMs.value = undefined;
  whatIf.value = undefined;
}

function isWhole({ runs, of }: Fan): boolean {
  return runs === of;
}
