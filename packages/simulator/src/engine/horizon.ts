import { mostPods, type Intervention } from './intervention.ts';
import type { Model } from './model.ts';
import { NEVER } from './wheel.ts';

/** The longest that a kubelet's retry lies ahead, with its jitter and ticker: packages/lifecycle. */
const RETRY_MS = 91_000;

/** The grace of an answer, and rounding to probes and syncs. */
const ROUNDING_MS = 1_000;

/**
 * The last time that a simulation may come to, in ms: what is put in until then is due before time ends, after 24.8 days. Less
 * than 0 where the model's own delays already take longer.
 */
export function lastTimeOf(model: Model): number {
  const { machine, liveness, readiness } = model;
  const startupMs = model.startupPeriodMs * (1 + (model.startupFailureThreshold ?? 3));
  const delays = [
    model.symptomDelayMs,
    model.healthDelayMs,
    model.sneezeIntervalMs,
    liveness.periodMs * (1 + liveness.failureThreshold),
    readiness.periodMs * (1 + readiness.failureThreshold),
    startupMs,
    machine.killMs[1],
    machine.startMs[1],
    model.startJitterMs ?? 0,
    machine.readyMs[1],
    machine.endpointMs[1],
    machine.syncMs,
    machine.firstSneezeMs[1],
    machine.replaceMs[1],
    model.rules.maxBackoffMs,
    model.starterUntilMs ?? 0,
    queueMs(model),
    ...(model.interventions ?? []).map(lastingMs),
    RETRY_MS,
    ROUNDING_MS,
  ];
  return NEVER - 1 - delays.reduce((sum, delay) => sum + delay, 0);
}

/** The longest that a start waits for the others of its node, where all begin at once. */
function queueMs({ pods, nodes, interventions }: Model): number {
  if (nodes === undefined) return 0;
  const most = Math.min(nodes.capacity, Math.ceil(mostPods(pods, interventions) / nodes.count));
  return Math.ceil(nodes.startWorkMs * Math.max(1, most / nodes.cores)) + 1;
}

function lastingMs({ moment, action }: Intervention): number {
  const againMs = 'atMs' in moment ? (moment.everyMs ?? 0) : 0;
  const endMs = 'forMs' in action ? (action.forMs ?? 0) : 0;
  return againMs + endMs + (action.type === 'delay' ? action.delayMs[1] : 0);
}
