import type { NetworkFaultSpec, Target } from '@pod-contagion/chaos';

/**
 * Leaves out the nodes of the targets: the kubelet probes from there, and a pod whose probes fail is restarted, which is
 * another fault than the one that was asked for.
 */
export function withoutNodes(
  fault: NetworkFaultSpec,
  targets: readonly Pick<Target, 'nodeIp'>[],
): NetworkFaultSpec {
  const nodes = targets.flatMap(({ nodeIp }) => (nodeIp === undefined ? [] : [nodeIp]));
  const except = [...new Set([...fault.scope.except, ...nodes])];
  return { ...fault, scope: { ...fault.scope, except } };
}
