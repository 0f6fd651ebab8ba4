import { ChaosError, usageError } from '../errors.ts';
import { apiMessage, calling, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { readPod } from '../kubernetes/pods.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import type { PodName } from '../pod-name.ts';
import type { RunReport } from '../run/report.ts';
import { pause } from '../pause.ts';
import { pace, pollMsFor } from '../run/wait.ts';
import type { Target } from '../targets/target.ts';
import { evict, evictionVersion } from './eviction.ts';
import type { OnKillEvent } from './kill-events.ts';
import { failed, killEach, missed, type KillOutcome } from './kill-run.ts';

/** How long a pod may take to be gone, or a PodDisruptionBudget to allow it, where nothing else is said, in ms. */
export const KILL_TIMEOUT_MS = 300_000;

/** How long until an eviction that was refused is tried again, in ms, as `kubectl drain` does. */
const EVICTION_RETRY_MS = 5_000;

/** How pods are killed. */
export type KillPodsOptions = Readonly<{
  /** `delete` ends a pod whatever is against it; `evict` asks PodDisruptionBudgets. */
  mode: 'delete' | 'evict';
  /** Seconds between SIGTERM and SIGKILL, a whole number from 0; default: the pod's own. */
  gracePeriodSeconds?: number | undefined;
  /** How many pods are killed at once, default 10. */
  concurrency?: number | undefined;
  /** Waits until each pod is gone; without it a pod counts as hit when the API server has taken the request. */
  waitGone?: boolean | undefined;
  /** Tries evictions that a PodDisruptionBudget forbids again, every 5 s; default false. */
  retryRefused?: boolean | undefined;
  /** How long is waited for one pod at most, in ms, default 300,000. */
  timeoutMs?: number | undefined;
  /** Id of the run; default: a random one. */
  run?: string | undefined;
  onEvent?: OnKillEvent | undefined;
}>;

/**
 * Deletes or evicts pods, those very ones: a pod of the same name that came later is not touched, and told as missed. An
 * aborted signal begins no further kill and waits for none; what was begun is reported. What happens to one pod is in
 * its result: a refusal by a PodDisruptionBudget is CHAOS_REFUSED with the API's words, a pod that is not gone in time
 * CHAOS_TIMEOUT.
 * @throws {ChaosError} CHAOS_USAGE; for evictions what asking for the API's version came to
 */
export async function killPods(
  kube: Kubernetes,
  targets: readonly Target[],
  options: KillPodsOptions,
  signal: AbortSignal,
): Promise<RunReport> {
  const { mode, gracePeriodSeconds, timeoutMs = KILL_TIMEOUT_MS, waitGone = false, onEvent } = options;
  if (
    gracePeriodSeconds !== undefined &&
    !(Number.isInteger(gracePeriodSeconds) && gracePeriodSeconds >= 0)
  ) {
    throw usageError(`gracePeriodSeconds expects a whole number from 0, got ${gracePeriodSeconds}`);
  }
  const end =
    mode === 'delete'
      ? (pod: PodName) => deletePod(kube, pod, gracePeriodSeconds, signal)
      : await evictor(kube, { ...options, timeoutMs }, signal);
  const pollMs = pollMsFor(targets.length);
  const fault = gracePeriodSeconds === undefined ? mode : `${mode}, grace period ${gracePeriodSeconds} s`;
  return killEach({ ...options, fault }, targets, kill, signal);

  async function kill({ namespace, name, uid }: Target): Promise<KillOutcome> {
    const pod = { namespace, name, uid };
    const startedMs = performance.now();
    try {
      await end(pod);
    } catch (error) {
      return notTaken(error, pod);
    }
    onEvent?.({ event: 'accepted', pod, mode });
    try {
      if (waitGone) await untilGone(pod, startedMs);
      return { outcome: 'hit', hits: 1 };
    } catch (error) {
      return { ...failed(error), hits: 1 };
    }
  }

  async function untilGone(pod: PodName, startedMs: number): Promise<void> {
    const looks = pace(pollMs);
    while (!signal.aborted) {
      const now = await readPod(kube, pod, signal).catch((error: unknown) => {
        // What passes by itself is waited for, as long as there is time.
        if (!signal.aborted && statusOf(error) === 403) throw error;
        return null;
      });
      const afterMs = performance.now() - startedMs;
      if (now === undefined || (now !== null && now.metadata?.uid !== pod.uid)) {
        onEvent?.({ event: 'gone', pod, afterMs });
        return;
      }
      if (afterMs > timeoutMs) {
        throw new ChaosError(
          'CHAOS_TIMEOUT',
          `expected pod ${pod.namespace}/${pod.name} to be gone after ${timeoutMs} ms, got it still there`,
        );
      }
      await looks.wait(signal);
    }
  }
}

/** A request that was begun is not aborted: nobody would know whether it was done. */
async function deletePod(
  kube: Kubernetes,
  { namespace, name, uid }: PodName,
  gracePeriodSeconds: number | undefined,
  stopWaiting: AbortSignal,
): Promise<void> {
  const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
  const body = { preconditions: { uid }, ...grace };
  await calling(
    `delete pod ${namespace}/${name}`,
    kube.core.deleteNamespacedPod({ namespace, name, body }, await requestOptions(kube, { stopWaiting })),
  );
}

async function evictor(
  kube: Kubernetes,
  options: KillPodsOptions & Readonly<{ timeoutMs: number }>,
  signal: AbortSignal,
): Promise<(pod: PodName) => Promise<void>> {
  const { gracePeriodSeconds, retryRefused = false, timeoutMs, onEvent } = options;
  const version = await evictionVersion(kube, signal);
  return async (pod) => {
    const untilMs = performance.now() + timeoutMs;
    for (;;) {
      try {
        await evict(kube, pod, { version, gracePeriodSeconds }, signal);
        return;
      } catch (error) {
        if (!(error instanceof ChaosError && error.code === 'CHAOS_REFUSED')) throw error;
        const isRetried = retryRefused && performance.now() + EVICTION_RETRY_MS < untilMs && !signal.aborted;
        const retryInMs = isRetried ? EVICTION_RETRY_MS : undefined;
        onEvent?.({ event: 'refused', pod, message: error.message, retryInMs });
        if (!isRetried) throw error;
        await pause(EVICTION_RETRY_MS, signal);
        if (signal.aborted) throw error;
      }
    }
  };
}

/** What it means that the API server did not say that it has taken it. */
function notTaken(error: unknown, { namespace, name }: PodName): KillOutcome {
  const status = statusOf(error);
  if (status === 404) return missed(`pod ${namespace}/${name} was gone already`);
  if (status === 409) {
    const words = apiMessage((error as Error).cause);
    return missed(`pod ${namespace}/${name} is another one of that name now and was left alone: ${words}`);
  }
  const { hits: _none, ...outcome } = failed(error);
  // Without an answer nobody knows whether it was done.
  return status === undefined && isUnreachable(error) ? outcome : { ...outcome, hits: 0 };
}

function isUnreachable(error: unknown): boolean {
  return error instanceof ChaosError && error.code === 'CHAOS_UNREACHABLE';
}
