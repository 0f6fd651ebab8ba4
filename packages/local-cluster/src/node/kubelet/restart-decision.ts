import {
  restartsAfter,
  type EndCause,
  type KubeletRules,
  type RestartPolicy,
} from '@pod-contagion/lifecycle';
import type { Container, Pod } from '@pod-contagion/api-server/objects';
import type { Slot } from './slot.ts';

type Rule = NonNullable<Container['restartPolicyRules']>[number];
type Version = Pick<KubeletRules, 'version'>;

/**
 * Says whether a container that has ended is started again: as a rule of its own for its exit code says, else its own
 * policy, else the pod's; an init container is repeated until it succeeds. Of one that its probe killed, neither
 * rules nor exit code are asked: it is started again unless its policy is Never.
 *
 * Source: pkg/kubelet/container/helpers.go (`ShouldContainerBeRestarted`), pkg/api/v1/pod/util.go (`ContainerShouldRestart`),
 * kuberuntime_manager.go (`shouldRestartOnFailure`), kuberuntime_container.go (`computeInitContainerActions`).
 */
export function restartsAfterEnd(
  slot: Pick<Slot, 'kind' | 'spec'>,
  pod: Pod,
  exitCode: number,
  cause: EndCause,
  rules: Version,
): boolean {
  if (slot.kind === 'ephemeral') return false;
  if (slot.kind === 'sidecar') return true;
  if (slot.kind === 'init' && exitCode === 0) return false;
  const ofPod = (pod.spec?.restartPolicy ?? 'Always') as RestartPolicy;
  const policy = (slot.spec.restartPolicy as RestartPolicy | undefined) ?? ofPod;
  if (cause === 'probe') return policy !== 'Never';
  const action = ruleFor(slot.spec, exitCode)?.action;
  return action === 'Restart' || asks(action, rules) || restartsAfter(exitCode, policy);
}

/**
 * Says whether a container that the kubelet has seen to have ended asks for all of its pod to be started anew.
 *
 * Source: pkg/kubelet/container/helpers.go (`ShouldAllContainersRestart`).
 */
export function asksForAll({ kind, spec, current }: Slot, rules: Version): boolean {
  if (kind === 'ephemeral' || current?.end === undefined || !current.isEndSeen) return false;
  return asks(ruleFor(spec, current.end.exitCode)?.action, rules);
}

/** Says whether a container of a pod might ask for that. Source: pkg/api/v1/pod/util.go (`AllContainersCouldRestart`). */
export function couldAskForAll({ spec }: Pod, rules: Version): boolean {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return containers.some(({ restartPolicyRules = [] }) =>
    restartPolicyRules.some(({ action }) => asks(action, rules)),
  );
}

/** The action is newer than the older of the two kubelets: gate RestartAllContainersOnContainerExits, on from 1.36. */
function asks(action: string | undefined, { version }: Version): boolean {
  return action === 'RestartAllContainers' && version !== '1.20';
}

/** The first rule that is for an exit code. Source: pkg/api/v1/pod/util.go (`FindMatchingContainerRestartRule`). */
function ruleFor({ restartPolicyRules = [] }: Slot['spec'], exitCode: number): Rule | undefined {
  return restartPolicyRules.find(({ exitCodes }) => {
    if (exitCodes === undefined) return false;
    return (exitCodes.values ?? []).includes(exitCode) === (exitCodes.operator === 'In');
  });
}
