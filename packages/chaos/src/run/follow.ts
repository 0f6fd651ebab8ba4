import type { V1Pod } from '@kubernetes/client-node';
import { describeError } from '@pod-contagion/errors';
import type { AgentLine, AgentReport } from '../agent/lines.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { readPod } from '../kubernetes/pods.ts';
import { CLOCK_MARGIN_MS } from './fault-state.ts';
import { followLog, type AgentPlace } from './follow-log.ts';
import { goneBecause } from './inject.ts';
import { agentState, type AgentState } from './pod-agents.ts';
import { pace } from './wait.ts';

/** How long an API server that can't be reached is waited for once the agent must have ended, in ms. */
export const API_PATIENCE_MS = 60_000;

/** How long the end of a log is waited for where the termination message holds no whole report, in ms. */
const LOG_DRAIN_MS = 3_000;

/** Reasons for waiting that are part of every start. */
const ORDINARY: ReadonlySet<string> = new Set(['', 'ContainerCreating', 'PodInitializing']);

/** Reasons for waiting that seldom pass. Source: pkg/kubelet/images/types.go, pkg/kubelet/kuberuntime/kuberuntime_container.go. */
const HOPELESS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
]);

/** When an agent counts as late. */
export type FollowLimits = Readonly<{
  /** It does not begin after this, in ms since 1970. */
  beginBeforeMs: number;
  /** How long it runs at most from when it was first seen running, in ms. */
  runLimitMs: number;
  /** The longest wait between two looks, in ms: see `pollMsFor`. */
  pollMs: number;
  /** Whether an agent that can't start is given up at once: it does no harm if it starts after all. Default false. */
  harmless?: boolean;
}>;

/** What is seen on the way. */
export type Sight =
  | AgentLine
  | Readonly<{ event: 'waiting'; reason: string; message: string }>
  | Readonly<{ event: 'unreachable' | 'log-unavailable'; message: string }>
  | Readonly<{ event: 'reachable' }>;

/**
 * What is known of an agent whose pod is gone and that left no report. `everything`: its log was read to its end, which was
 * `endedMs` ago; `something`: part of it may be missing; `nothing`: it was not seen to run at all.
 */
export type LastWords = Readonly<{ is: 'everything'; endedMs: number } | { is: 'something' | 'nothing' }>;

/** How following an agent ended. */
export type AgentEnd =
  | Readonly<{ is: 'reported'; report: AgentReport }>
  /** Its process ended and left no report: killed, out of memory, crashed. */
  | Readonly<{ is: 'died'; how: string }>
  /** It has not started in time, and does not begin any more. */
  | Readonly<{ is: 'never'; why: string }>
  | Readonly<{ is: 'gone'; why: string; told: LastWords }>
  | Readonly<{ is: 'overdue' }>
  | Readonly<{ is: 'unreachable'; error: unknown }>
  | Readonly<{ is: 'stopped' }>;

/**
 * Follows one agent to its end, by looking at its pod again and again, so that nothing is lost with a connection; its
 * log, where it may be read, tells at once what the pod's status tells later. Never throws.
 */
export async function followAgent(
  kube: Kubernetes,
  place: AgentPlace,
  limits: FollowLimits,
  onSight: (sight: Sight) => void,
  signal: AbortSignal,
): Promise<AgentEnd> {
  const looks = pace(limits.pollMs);
  const log = new AbortController();
  let inLog: AgentReport | undefined;
  let logEnded = false;
  let logEndedAtMs: number | undefined;
  let following: Promise<void> | undefined;
  const follow = (): void => {
    following ??= followLog(
      kube,
      place,
      {
        onLine: (line) => {
          if (line.event === 'report') inLog = line;
          logEndedAtMs = undefined;
          onSight(line);
        },
        onEnd: () => {
          logEnded = true;
          logEndedAtMs ??= performance.now();
          looks.hurry();
        },
        onDenied: (message) => {
          logEnded = true;
          onSight({ event: 'log-unavailable', message });
        },
      },
      AbortSignal.any([signal, log.signal]),
    );
  };
  try {
    const seen = new Sightings(limits, onSight);
    for (;;) {
      const pod = await readPod(kube, place.pod, signal).catch((error: unknown) => ({ error }));
      if (signal.aborted) return { is: 'stopped' };
      const end = pod !== undefined && 'error' in pod ? seen.failed(pod.error) : seen.look(pod, place);
      const isCut = end?.is === 'reported' && end.report.cut === true;
      const isSilent = end?.is === 'died' || end?.is === 'gone' || isCut;
      if (isSilent && following !== undefined) await until(() => logEnded, LOG_DRAIN_MS, signal);
      if (isSilent && inLog !== undefined) return { is: 'reported', report: inLog };
      if (end?.is === 'gone' && following !== undefined) return { ...end, told: lastWords(logEndedAtMs) };
      if (end !== undefined) return end;
      if (seen.isRunning) follow();
      await looks.wait(signal);
    }
  } finally {
    log.abort();
    await following;
  }
}

function lastWords(logEndedAtMs: number | undefined): LastWords {
  if (logEndedAtMs === undefined) return { is: 'something' };
  return { is: 'everything', endedMs: performance.now() - logEndedAtMs };
}

/** What successive looks at a pod come to. */
class Sightings {
  isRunning = false;
  #runningSinceMs: number | undefined;
  #unreachable = false;
  #told = '';
  readonly #limits: FollowLimits;
  readonly #onSight: (sight: Sight) => void;

  constructor(limits: FollowLimits, onSight: (sight: Sight) => void) {
    this.#limits = limits;
    this.#onSight = onSight;
  }

  failed(error: unknown): AgentEnd | undefined {
    if (!this.#unreachable) this.#onSight({ event: 'unreachable', message: describeError(error) });
    this.#unreachable = true;
    const { beginBeforeMs, runLimitMs } = this.#limits;
    const sinceMs = this.#runningSinceMs ?? beginBeforeMs + CLOCK_MARGIN_MS;
    return Date.now() > sinceMs + runLimitMs + API_PATIENCE_MS ? { is: 'unreachable', error } : undefined;
  }

  look(pod: V1Pod | undefined, place: AgentPlace): AgentEnd | undefined {
    if (this.#unreachable) this.#onSight({ event: 'reachable' });
    this.#unreachable = false;
    // The report of a pod that has ended stands in it still.
    const state: AgentState | undefined =
      pod?.metadata?.uid === place.pod.uid ? agentState(pod, place.container, place.run) : undefined;
    if (state?.is === 'ended') {
      return state.report === undefined
        ? { is: 'died', how: state.how }
        : { is: 'reported', report: state.report };
    }
    const gone = goneBecause(pod, place.pod);
    if (gone !== undefined || state === undefined) {
      return { is: 'gone', why: gone ?? '', told: { is: this.isRunning ? 'something' : 'nothing' } };
    }
    return state.is === 'running' ? this.#running() : this.#waiting(state);
  }

  #running(): AgentEnd | undefined {
    this.isRunning = true;
    this.#runningSinceMs ??= Date.now();
    return Date.now() > this.#runningSinceMs + this.#limits.runLimitMs ? { is: 'overdue' } : undefined;
  }

  #waiting({ reason, message }: Readonly<{ reason: string; message: string }>): AgentEnd | undefined {
    if (!ORDINARY.has(reason) && reason !== this.#told) {
      this.#told = reason;
      this.#onSight({ event: 'waiting', reason, message });
    }
    const isGivenUp = this.#limits.harmless === true && HOPELESS.has(reason);
    if (!isGivenUp && Date.now() <= this.#limits.beginBeforeMs + CLOCK_MARGIN_MS) return undefined;
    const why = [reason, message].filter((part) => part !== '').join(': ');
    return { is: 'never', why: why === '' ? 'its container did not start' : why };
  }
}

async function until(isSo: () => boolean, limitMs: number, signal: AbortSignal): Promise<void> {
  const untilMs = performance.now() + limitMs;
  const looks = pace(limitMs);
  while (!isSo() && !signal.aborted && performance.now() < untilMs) await looks.wait(signal);
}
