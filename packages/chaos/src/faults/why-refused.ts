import { ChaosError } from '../errors.ts';
import { refuseSecondFault } from '../run/refuse-target.ts';
import type { Target } from '../targets/target.ts';
import type { NetworkFaultSpec } from './network/spec.ts';
import {
  containerToKill,
  refuseLocalExec,
  refuseSharedProcesses,
  whyNotRunning,
} from './kill/container-to-kill.ts';
import type { KillContainerOptions } from './kill/kill-container.ts';

/** Why a container of this pod, as it is now, would not be killed; undefined where it would. For a dry run. */
export function whyContainerIsNotKilled(
  { pod, namespace, name }: Target,
  { container, via }: Pick<KillContainerOptions, 'container' | 'via'>,
): ChaosError | undefined {
  return refusalOf(() => {
    const which = containerToKill(pod, container);
    refuseSharedProcesses(pod);
    const why = whyNotRunning(pod, which);
    if (why !== undefined) throw new ChaosError('CHAOS_NO_EFFECT', `pod ${namespace}/${name}: ${why}`);
    if (via === 'exec') refuseLocalExec(pod);
  });
}

/** Why this pod, as it is now, would not get a network fault: it has one already; undefined where it would. For a dry run. */
export function whyNoSecondFault(
  { pod }: Target,
  fault: NetworkFaultSpec,
  nowMs: number,
): ChaosError | undefined {
  return refusalOf(() => refuseSecondFault(pod, fault, nowMs));
}

function refusalOf(check: () => void): ChaosError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ChaosError) return error;
    throw error;
  }
}
