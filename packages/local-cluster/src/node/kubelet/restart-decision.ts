import { restartsAfter, type EndCause, type RestartPolicy } from '@pod-contagion/lifecycle';
import type { Container, Pod } from '@pod-contagion/api-server/objects';
import type { Slot } from './slot.ts';

/**
 * Says whether a container that has ended is started again: as a rule of its own for its exit code says, else its own
 * policy, else the pod's; an init container is repeated until it succeeds. Of one that its probe killed, neither
 * rules nor exit code are asked: it is started again unless its policy is Never.
 *
 * Source: pkg/kubelet/container/helpers.go (`ShouldContainerBeRestarted`), kuberuntime_manager.go
 * (`shouldRestartOnFailure`), kuberuntime_container.go (`computeInitContainerActions`).
 */
export function restartsAfterEnd(
  slot: Pick<Slot, 'kind' | 'spec'>,
  pod: Pod,
  exitCode: number,
  cause: EndCause,
): boolean {
  const podPolicy = (pod.spec?.restartPolicy ?? 'Always') as RestartPolicy;
  switch (slot.kind) {
    case 'ephemeral':
      return false;
    case 'sidecar':
      return true;
    case 'init':
      return exitCode !== 0 && podPolicy !== 'Never';
    case 'regular': {
      const { restartPolicy, restartPolicyRules = [] } = slot.spec;
      const policy = (restartPolicy as RestartPolicy | undefined) ?? podPolicy;
      if (cause === 'probe') return policy !== 'Never';
      const hasRule = restartPolicyRules.some((rule) => rule.action === 'Restart' && matches(rule, exitCode));
      return hasRule || restartsAfter(exitCode, policy);
    }
  }
}

type Rule = NonNullable<Container['restartPolicyRules']>[number];

function matches({ exitCodes }: Rule, exitCode: number): boolean {
  if (exitCodes === undefined) return false;
  return (exitCodes.values ?? []).includes(exitCode) === (exitCodes.operator === 'In');
}
