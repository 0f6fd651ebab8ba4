import type { NetworkFaultSpec } from './spec.ts';

/**
 * Leaves out the node of each target: the kubelet probes from there, and a pod whose probes fail is restarted, which is
 * another fault than the one that was asked for.
 */
export function spareNode(fault: NetworkFaultSpec): NetworkFaultSpec {
  return { ...fault, scope: { ...fault.scope, sparesNode: true } };
}
