import type { KubeletVersion } from './rules.ts';

/**
 * When a probe worker that is made at `createdAtMs` first ticks. A kubelet younger than one period (1.20: any)
 * sleeps for a random part of a period first, `random` in [0, 1), so as not to probe everything at once after its
 * own restart. Otherwise there is no delay: pods made together are probed in step.
 *
 * Source: pkg/kubelet/prober/worker.go (`run`), Kubernetes 1.36 and 1.20.
 */
export function firstTickAtMs(
  createdAtMs: number,
  kubeletStartedAtMs: number,
  periodMs: number,
  random: number,
  version: KubeletVersion,
): number {
  const sleeps = version === '1.20' || createdAtMs - kubeletStartedAtMs < periodMs;
  return sleeps ? createdAtMs + random * periodMs : createdAtMs;
}

/**
 * The first tick after `nowMs` of a worker whose first was at `firstAtMs`. The ticker runs on through restarts of the
 * container, so a pod's probes keep their phase for its life.
 *
 * Source: pkg/kubelet/prober/worker.go (`run`).
 */
export function nextTickAtMs(firstAtMs: number, periodMs: number, nowMs: number): number {
  if (nowMs < firstAtMs) return firstAtMs;
  const tickMs = firstAtMs + (Math.floor((nowMs - firstAtMs) / periodMs) + 1) * periodMs;
  // Rounding can put a tick at or before now where the numbers are large.
  return tickMs > nowMs ? tickMs : tickMs + periodMs;
}
