import type { Target } from '../../targets/target.ts';
import type { FaultSpec } from '../fault-spec.ts';

/**
 * A fault as one pod gets it: where it spares the node, the addresses that the pod tells of its node are excepted, both
 * families of them. The agent knows only one of these by itself, and finds the gateways.
 */
export function forTarget(fault: FaultSpec, { nodeIps }: Pick<Target, 'nodeIps'>): FaultSpec {
  if (!sparesNode(fault)) return fault;
  if (fault.kind === 'requests') return { ...fault, except: [...new Set([...fault.except, ...nodeIps])] };
  if (fault.kind !== 'network') return fault;
  const except = [...new Set([...fault.scope.except, ...nodeIps])];
  return { ...fault, scope: { ...fault.scope, except } };
}

/** Whether what comes from the pod's node is to get through. */
export function sparesNode(fault: FaultSpec): boolean {
  if (fault.kind === 'requests') return fault.sparesNode === true;
  return fault.kind === 'network' && fault.scope.sparesNode === true;
}
