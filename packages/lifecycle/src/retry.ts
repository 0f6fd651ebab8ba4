import type { KubeletRules } from './rules.ts';

/** The ticker that the queue of pods is read by, in milliseconds. */
const TICKER_MS = 1_000;

/** The longest a pod is put back for, in milliseconds, before jitter (1.36). */
const MAX_REQUEUE_MS = 60_000;

/** What a pod is put back for in 1.20, in milliseconds, before jitter. */
const REQUEUE_MS_1_20 = 10_000;

/** Jitter makes a wait longer by up to this share. */
const JITTER = 0.5;

/**
 * When a kubelet that found at `nowMs` that a container must wait until `dueAtMs` looks again; it may find that it
 * is still too early. `random` is a number in [0, 1). In 1.36 the pod is put back for what remains, at most 60 s, in 1.20
 * for 10 s whatever remains; either is made longer by up to a half, and the queue is read every second (`tickerPhaseMs`
 * is when, modulo 1,000).
 *
 * Source: pkg/kubelet/pod_workers.go (`workerBackOffPeriodJitterFactor`), pkg/kubelet/kubelet.go (`syncTicker`).
 */
export function nextRetryAtMs(
  nowMs: number,
  dueAtMs: number,
  random: number,
  rules: KubeletRules,
  tickerPhaseMs = 0,
): number {
  const requeueMs =
    rules.version === '1.20' ? REQUEUE_MS_1_20 : Math.min(Math.max(0, dueAtMs - nowMs), MAX_REQUEUE_MS);
  const readyAtMs = nowMs + requeueMs * (1 + JITTER * random);
  return tickerPhaseMs + Math.ceil((readyAtMs - tickerPhaseMs) / TICKER_MS) * TICKER_MS;
}
