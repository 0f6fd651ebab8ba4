import type { PodNetworkFaultSpec } from '../pod-network.ts';

/**
 * Leaves out the node of each target: the kubelet probes from there, and a pod whose probes fail is restarted, which is
 * another fault than the one that was asked for.
 */
export function spareNode<F extends PodNetworkFaultSpec>(fault: F): F {
  if (fault.kind !== 'network') return { ...fault, sparesNode: true };
  return { ...fault, scope: { ...fault.scope, sparesNode: true } };
}
