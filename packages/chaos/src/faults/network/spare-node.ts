import type { RequestFaultSpec } from '../requests/spec.ts';
import type { NetworkFaultSpec } from './spec.ts';

/**
 * Leaves out the node of each target: the kubelet probes from there, and a pod whose probes fail is restarted, which is
 * another fault than the one that was asked for.
 */
export function spareNode<F extends NetworkFaultSpec | RequestFaultSpec>(fault: F): F {
  if (fault.kind === 'requests') return { ...fault, sparesNode: true };
  return { ...fault, scope: { ...fault.scope, sparesNode: true } };
}
