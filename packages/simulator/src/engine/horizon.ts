import { mostPods, type Intervention } from './intervention.ts';
import type { Model } from './model.ts';
import { longestMs } from './replica-set.ts';
import { NEVER } from './wheel.ts';

/** The longest that a kubelet's retry lies ahead, with its jitter and ticker: packages/lifecycle. */
const RETRY_MS = 91_000;

/** The grace of an answer, and rounding to probes and syncs. */
const ROUNDING_MS = 1_000;

/** How much of what is due lies ahead at most for one reason: the setting that decides it, and what it is of where that is more. */
type Delay = Readonly<{ setting: string; ms: number; of?: string }>;

/** A delay for which there is not enough time, and what all else leaves of it, in ms. */
export type TooLong = Delay & Readonly<{ mostMs: number }>;

/**
 * The last time that a simulation may come to, in ms: what is put in until then is due before time ends, after 24.8 days. Less
 * than 0 where the model's own delays already take longer.
 */
export function lastTimeOf(model: Model): number {
  return lastAfter(delaysOf(model));
}

/** The longest delay of a model that can't be simulated until a time; undefined where it can. */
export function tooLongFor(model: Model, untilMs: number): TooLong | undefined {
  const delays = delaysOf(model);
  if (lastAfter(delays) >= untilMs) return undefined;
  const longest = delays.reduce((most, delay) => (delay.ms > most.ms ? delay : most));
  const others = delays.filter((delay) => delay !== longest);
  return { ...longest, mostMs: Math.max(0, lastAfter(others) - untilMs) };
}

function lastAfter(delays: readonly Delay[]): number {
  return NEVER - 1 - delays.reduce((sum, { ms }) => sum + ms, 0);
}

function delaysOf(model: Model): readonly Delay[] {
  const { machine, rules } = model;
  const startup = { periodMs: model.startupPeriodMs, failureThreshold: model.startupFailureThreshold ?? 3 };
  const probes = { liveness: model.liveness, readiness: model.readiness, startup };
  return [
    { setting: 'symptomDelayMs', ms: model.symptomDelayMs },
    { setting: 'healthDelayMs', ms: model.healthDelayMs },
    { setting: 'sneezeIntervalMs', ms: model.sneezeIntervalMs },
    ...Object.entries(probes).map(([kind, { periodMs, failureThreshold }]) => ({
      setting: `${kind}FailureThreshold`,
      ms: periodMs * (1 + failureThreshold),
      of: `of failures ${periodMs} ms apart`,
    })),
    { setting: 'killMs', ms: machine.killMs[1] },
    { setting: 'startMs', ms: machine.startMs[1] },
    { setting: 'startJitterMs', ms: model.startJitterMs ?? 0 },
    { setting: 'readyMs', ms: machine.readyMs[1] },
    { setting: 'endpointMs', ms: machine.endpointMs[1] },
    { setting: 'syncMs', ms: machine.syncMs },
    { setting: 'firstSneezeMs', ms: machine.firstSneezeMs[1] },
    { setting: 'reapMs', ms: machine.reapMs[1] },
    { setting: 'replaceMs', ms: machine.replaceMs[1] },
    {
      setting: 'createsPerSecond',
      ms: longestMs(machine, mostPods(model.pods, model.interventions)),
      of: 'for a ReplicaSet and a scheduler that replace all pods',
    },
    // With what is no setting, and never the longest.
    { setting: 'maxBackoffMs', ms: rules.maxBackoffMs + RETRY_MS + ROUNDING_MS },
    { setting: 'starterUntilMs', ms: model.starterUntilMs ?? 0 },
    { setting: 'startWorkMs', ms: queueMs(model), of: 'for all starts that share the processors of a node' },
    {
      setting: 'interventions',
      ms: (model.interventions ?? []).reduce((sum, each) => sum + lastingMs(each), 0),
      of: 'until all of them end or come again',
    },
  ];
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
