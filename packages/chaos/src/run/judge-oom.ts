import type { FaultSpec } from '../faults/fault-spec.ts';
import type { Outcome } from './target-result.ts';

/**
 * What a fault comes to that was to last until the OOM killer comes: it has hit if a container of the pod was killed for memory,
 * the agent's own among them, and has missed if none was, however much it held.
 */
export function judgeOom(fault: FaultSpec, outcome: Outcome): Outcome {
  if (fault.kind !== 'fill-memory' || fault.untilOom !== true || !outcome.mended) return outcome;
  const killed = outcome.probes?.oomKilled ?? [];
  if (killed.length === 0)
    return outcome.outcome === 'hit' ? { ...outcome, outcome: 'missed', hits: 0 } : outcome;
  const { error: _died, ...rest } = outcome;
  return { ...rest, outcome: 'hit', hits: killed.length };
}
