import type { KubeletRules } from './rules.ts';

/** Why a container ended: by itself, or killed because its liveness or startup probe failed. */
export type EndCause = 'exit' | 'probe';

/**
 * The restarts of one container, in numbers only: `noteEnd` and `noteRestart` change it in place, so that a
 * simulation can hold millions. Times are milliseconds of one clock; NaN is "not yet".
 */
export type Restarts = {
  /** RESTARTS as kubectl prints it: starts after the first. */
  count: number;
  /** The back-off in force; NaN until the first is set. */
  backoffMs: number;
  /** When the back-off was last changed. */
  backoffChangedAtMs: number;
  /** When the container last ended. */
  endedAtMs: number;
  /** The end that the next restart is reckoned from; NaN where no exited status is known to the kubelet. */
  reckonedFromMs: number;
};

/** The restarts of a container that has not ended yet. */
export function createRestarts(): Restarts {
  return { count: 0, backoffMs: NaN, backoffChangedAtMs: NaN, endedAtMs: NaN, reckonedFromMs: NaN };
}

/**
 * Records that the container ended at `nowMs` and returns when it may start again: `nowMs` itself, or a later
 * time, which the kubelet notices only at a retry (`nextRetryAtMs`). Its restart policy has to allow it.
 *
 * A container that ended by itself waits until a back-off has passed since that end. One that its probe killed
 * is restarted in the same pass that killed it, with the pod's old status: what that pass compares with is the
 * end of the container before, and without one there is nothing to wait for. If that is too recent, a later pass
 * sees the fresh status and waits for a back-off since the kill.
 *
 * Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go (`SyncPod`, `doBackOff`),
 * client-go/util/flowcontrol/backoff.go (`IsInBackOffSince`), Kubernetes 1.36 and 1.20 alike.
 */
export function noteEnd(restarts: Restarts, cause: EndCause, nowMs: number, rules: KubeletRules): number {
  const previousEndMs = restarts.endedAtMs;
  restarts.endedAtMs = nowMs;
  restarts.reckonedFromMs = cause === 'probe' ? previousEndMs : nowMs;
  if (rules.restartAllContainers) restarts.reckonedFromMs = NaN;
  if (!isInBackoff(restarts, restarts.reckonedFromMs, nowMs, rules)) return nowMs;
  restarts.reckonedFromMs = nowMs;
  return nowMs + restarts.backoffMs;
}

/**
 * Records that the container started again at `nowMs`. Only now does the back-off grow: to its initial value where
 * there is none or it is too old, else doubled up to the maximum; not at all where no exited status was known.
 *
 * Source: client-go/util/flowcontrol/backoff.go (`Next`).
 */
export function noteRestart(restarts: Restarts, nowMs: number, rules: KubeletRules): void {
  restarts.count++;
  const fromMs = restarts.reckonedFromMs;
  if (Number.isNaN(fromMs)) return;
  const isNew = Number.isNaN(restarts.backoffMs) || hasExpired(restarts, fromMs, rules);
  restarts.backoffMs = isNew ? rules.initialBackoffMs : Math.min(2 * restarts.backoffMs, rules.maxBackoffMs);
  restarts.backoffChangedAtMs = nowMs;
}

/**
 * Records that the container was removed, with all that is known of its ends, as by the action RestartAllContainers: its next
 * start has nothing to wait for, and its back-off does not grow by it.
 *
 * Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go (`doBackOff`): no exited status, no back-off.
 */
export function forgetEnds(restarts: Restarts): void {
  restarts.endedAtMs = NaN;
  restarts.reckonedFromMs = NaN;
}

function isInBackoff(restarts: Restarts, fromMs: number, nowMs: number, rules: KubeletRules): boolean {
  // Comparisons with NaN are false: without a back-off, or an end to reckon from, nothing is waited for.
  return nowMs - fromMs < restarts.backoffMs && !hasExpired(restarts, fromMs, rules);
}

function hasExpired(restarts: Restarts, fromMs: number, rules: KubeletRules): boolean {
  return fromMs - restarts.backoffChangedAtMs > rules.backoffExpiryMs;
}
