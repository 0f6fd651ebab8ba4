import { model } from '../state/store.ts';
import { simulationTexts } from '../simulate/address.ts';
import type { SimulateAnswer, SimulateOrder } from '../simulate/orders.ts';
import { planOf } from '../simulate/plan.ts';
import { presentOf } from '../simulate/present.ts';
import { openWorker } from '../workers/open-worker.ts';
import { baseline, told, unknown } from './progress.ts';

/** How many futures the median is of. */
const RUNS = 100;

/** Has simulated what comes of the present where nobody plays, with settings as they are measured; the more futures the longer it takes. */
export function compareWithFutures(over: AbortSignal): void {
  let present: ReturnType<typeof presentOf>;
  try {
    present = presentOf(model, model.tMs, planOf(simulationTexts.peek()).plan);
  } catch (error) {
    told.value = String(error);
    return;
  }
  const { plan, pods } = present;
  unknown.value = present.unknown;
  const worker = openWorker('simulate-worker');
  const end = (): void => worker.terminate();
  over.addEventListener('abort', end);
  worker.addEventListener('message', ({ data }: MessageEvent<SimulateAnswer>) => {
    if (over.aborted) return;
    if (data.type === 'baseline') baseline.value = data.baseline;
    else if (data.type === 'refused') told.value = data.message;
    else return;
    if (data.type === 'refused' || data.baseline.runs === data.baseline.of) end();
  });
  worker.postMessage({ type: 'ahead', plan, pods, epoch: 'live', runs: RUNS } satisfies SimulateOrder);
}
