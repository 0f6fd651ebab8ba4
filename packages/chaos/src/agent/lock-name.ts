import type { AgentContext } from '../faults/fault-agent.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { placeOf } from '../faults/pod-network.ts';
import { POD_UID_VARIABLE } from './spec.ts';

/** What is done to one pod alone, also where it has the network of its node. */
const OF_ONE_POD: ReadonlySet<FaultSpec['kind']> = new Set(['burn', 'fill-memory', 'fill-disk']);

/**
 * Whether the lock of a kind of fault is one of a pod alone. What such a fault leaves may be seen from another pod of the same run,
 * as a file in a volume that both have.
 */
export function isLockedByPod(kind: FaultSpec['kind']): boolean {
  return OF_ONE_POD.has(kind);
}

/**
 * The name of the lock of a kind of fault. Locks are shared by all that have one network. Of a network, and of a node,
 * there is one fault of a kind, or of the kinds that take one place; what is done to a pod's resources is done to it alone.
 */
export function lockName(kind: FaultSpec['kind'], { env }: Pick<AgentContext, 'env'>): string {
  const uid = env[POD_UID_VARIABLE];
  return OF_ONE_POD.has(kind) && uid !== undefined ? `${kind}/${uid}` : placeOf(kind);
}
