import { CODE } from '@pod-contagion/observatory';
import { shownCounts } from '../state/shown-counts.ts';
import { brush, cursorMs, model, moment, strain } from '../state/store.ts';
import { Asked } from './asked.ts';
import type { EstimateRequest } from './estimate.ts';

const asked = new Asked();

let frameMs = 0;
let frameAtMs = 0;

/** When it is: a cluster in which nothing changes goes on all the same. */
function presentMs(): number {
  if (model.tMs !== frameMs) {
    frameMs = model.tMs;
    frameAtMs = performance.now();
  }
  const isLive = model.source?.kind === 'cluster' && model.status?.state === 'live';
  return isLive ? frameMs + performance.now() - frameAtMs : frameMs;
}

/** What is asked of the model as it is, of the moment that is shown. */
export function estimateRequest(): EstimateRequest {
  const counts = shownCounts.peek();
  const { infections, generations } = model.totals;
  const past = cursorMs.peek() === undefined ? undefined : moment.peek();
  return {
    nowMs: presentMs(),
    strain: strain.peek(),
    brush: brush.peek(),
    cursorMs: cursorMs.peek(),
    isWatchOnly: asked.isWatchOnly(model),
    pods: past?.condition.length ?? model.pods.length,
    infected: (counts[CODE.incubating] ?? 0) + (counts[CODE.symptomatic] ?? 0),
    forgotten: Math.max(0, infections - model.infections.length),
    generations,
  };
}
