import type { FaultSpec } from '../faults/fault-spec.ts';
import type { Outcome } from './target-result.ts';

/**
 * What a fault comes to whose guard was lifted: it was to last until something happens, and has hit if that did. A container of
 * the pod was killed for memory, the agent's own among them; or the kubelet evicted the pod. Memory that nobody was
 * killed for is a miss, however much it was.
 */
export function judgeLifted(fault: FaultSpec, outcome: Outcome): Outcome {
  if (!outcome.mended) return outcome;
  if (fault.kind === 'fill-disk' && fault.untilEvicted === true && outcome.probes?.evicted === true) {
    return hitBy(outcome, Math.max(1, outcome.hits ?? 0));
  }
  if (fault.kind !== 'fill-memory' || fault.untilOom !== true) return outcome;
  const killed = outcome.probes?.oomKilled ?? [];
  if (killed.length > 0) return hitBy(outcome, killed.length);
  return outcome.outcome === 'hit' ? { ...outcome, outcome: 'missed', hits: 0 } : outcome;
}

/** How its agent died says nothing then. */
function hitBy({ error: _died, ...rest }: Outcome, hits: number): Outcome {
  return { ...rest, outcome: 'hit', hits };
}
