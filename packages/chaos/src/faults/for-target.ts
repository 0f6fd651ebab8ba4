import type { Target } from '../targets/target.ts';
import type { FaultSpec } from './fault-spec.ts';
import { isRedirect } from './pod-network.ts';
import { forPod } from './resources/for-pod.ts';

/**
 * A fault as one pod gets it. Where it spares the node, the addresses that the pod tells of its node are excepted, both
 * families of them: the agent knows only one of these by itself, and finds the gateways. One of resources is told of the pod's
 * limits; `container` is the one that is watched.
 */
export function forTarget(
  fault: FaultSpec,
  { nodeIps, pod }: Pick<Target, 'nodeIps' | 'pod'>,
  container?: string,
): FaultSpec {
  switch (fault.kind) {
    case 'signal':
    case 'flush':
    case 'rehearsal':
      return fault;
    case 'requests':
    case 'toxics':
      return sparesNode(fault) ? { ...fault, except: [...new Set([...fault.except, ...nodeIps])] } : fault;
    case 'network': {
      if (!sparesNode(fault)) return fault;
      const except = [...new Set([...fault.scope.except, ...nodeIps])];
      return { ...fault, scope: { ...fault.scope, except } };
    }
    default:
      return forPod(fault, pod, container);
  }
}

/** Whether what comes from the pod's node is to get through. */
export function sparesNode(fault: FaultSpec): boolean {
  if (isRedirect(fault)) return fault.sparesNode === true;
  return fault.kind === 'network' && fault.scope.sparesNode === true;
}
