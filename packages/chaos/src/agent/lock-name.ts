import type { AgentContext } from '../faults/fault-agent.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { POD_UID_VARIABLE } from './spec.ts';

/**
 * The name of the lock of a kind of fault. Locks are shared by all that have one network. Of a network there is one fault; what
 * is done to a pod's resources is done to it alone, also where it has the network of its node.
 */
export function lockName(kind: FaultSpec['kind'], { env }: Pick<AgentContext, 'env'>): string {
  const uid = env[POD_UID_VARIABLE];
  return kind === 'network' || uid === undefined ? kind : `${kind}/${uid}`;
}
