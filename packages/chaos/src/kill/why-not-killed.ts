import { ChaosError } from '../errors.ts';
import { refusalOf } from '../run/refusal-of.ts';
import type { Target } from '../targets/target.ts';
import {
  containerToKill,
  refuseLocalExec,
  refuseSharedProcesses,
  whyNotRunning,
} from './container-to-kill.ts';
import type { KillContainerOptions } from './kill-container.ts';

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
