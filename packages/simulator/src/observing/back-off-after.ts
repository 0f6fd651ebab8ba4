import { createRestarts, noteEnd, noteRestart, type KubeletRules } from '@pod-contagion/lifecycle';
import type { PresentPod } from '../engine/present.ts';

/** What a kubelet's back-off has come to, as a simulation that goes on needs it. */
export type BackOffNow = Pick<PresentPod, 'rung' | 'rungSinceMs' | 'lastEndMs'>;

/**
 * On which back-off a container is at a time, of which is known when it ended before, earliest first: each end that its probes brought
 * about was followed by a restart as soon as the rules allow. A kubelet looks a little later than that, which nobody outside sees.
 */
export function backOffAfter(endsMs: readonly number[], nowMs: number, rules: KubeletRules): BackOffNow {
  const restarts = createRestarts();
  for (const endMs of endsMs) {
    const againMs = noteEnd(restarts, 'probe', endMs, rules);
    if (againMs <= nowMs) noteRestart(restarts, againMs, rules);
  }
  const { backoffMs, backoffChangedAtMs, endedAtMs } = restarts;
  const lastEndMs = Number.isNaN(endedAtMs) ? undefined : nowMs - endedAtMs;
  if (Number.isNaN(backoffMs)) return { rung: 0, rungSinceMs: 0, lastEndMs };
  return {
    rung: 1 + Math.ceil(Math.log2(backoffMs / rules.initialBackoffMs)),
    rungSinceMs: nowMs - backoffChangedAtMs,
    lastEndMs,
  };
}
