import type { ChaosError } from '../errors.ts';
import type { NetworkFaultSpec } from '../faults/network/spec.ts';
import type { Target } from '../targets/target.ts';
import { refusalOf } from './refusal-of.ts';
import { refuseSecondFault } from './refuse-target.ts';

/** Why this pod, as it is now, would not get a network fault: it has one already; undefined where it would. For a dry run. */
export function whyNoSecondFault(
  { pod }: Target,
  fault: NetworkFaultSpec,
  nowMs: number,
): ChaosError | undefined {
  return refusalOf(() => refuseSecondFault(pod, fault, nowMs));
}
