import type { Target } from '../../targets/target.ts';
import type { FaultSpec } from '../fault-spec.ts';

/**
 * A fault as one pod gets it: where it spares the node, the addresses that the pod tells of its node are excepted, both
 * families of them. The agent knows only one of these by itself, and finds the gateways.
 */
export function forTarget(fault: FaultSpec, { nodeIps }: Pick<Target, 'nodeIps'>): FaultSpec {
  if (fault.kind !== 'network' || fault.scope.sparesNode !== true) return fault;
  const except = [...new Set([...fault.scope.except, ...nodeIps])];
  return { ...fault, scope: { ...fault.scope, except } };
}
