import type { ChaosError } from '../errors.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { refuseResources } from '../faults/resources/refuse.ts';
import type { Target } from '../targets/target.ts';
import { refusalOf } from './refusal-of.ts';
import { refuseSecondFault } from './refuse-target.ts';

/**
 * Why this pod, as it is now, would not get a fault: it has one of its kind already, or lacks what that needs; undefined where it
 * would. For a dry run.
 */
export function whyNoSecondFault(
  { pod }: Target,
  fault: FaultSpec,
  nowMs: number,
  container?: string,
): ChaosError | undefined {
  return refusalOf(() => {
    refuseSecondFault(pod, fault, nowMs);
    refuseResources(pod, fault, container);
  });
}
