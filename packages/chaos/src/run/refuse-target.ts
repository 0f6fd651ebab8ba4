import { isIPv6 } from 'node:net';
import type { V1Pod } from '@kubernetes/client-node';
import { ChaosError } from '../errors.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { isOfPodNetwork, placeOf } from '../faults/pod-network.ts';
import type { Target } from '../targets/target.ts';
import { faultsOf, type FaultInPod } from './fault-state.ts';

/**
 * Refuses a target whose network is not its own: what an agent did to it would be done to the node.
 * @throws {ChaosError} CHAOS_REFUSED
 */
export function refuseSharedNetwork(target: Target, fault: FaultSpec): void {
  if (!isOfPodNetwork(fault)) return;
  const name = `pod ${target.namespace}/${target.name}`;
  if (target.hostNetwork) {
    throw new ChaosError(
      'CHAOS_REFUSED',
      `${name} has hostNetwork: its network is the node's, no flag lifts this`,
    );
  }
  const loopback = [target.pod.status?.podIP ?? '', ...(target.pod.status?.podIPs ?? []).map(({ ip }) => ip)];
  const address = loopback.find(isLoopback);
  if (address === undefined) return;
  throw new ChaosError(
    'CHAOS_REFUSED',
    `${name} has the address ${address} of the machine itself, where a network fault would hit everything; ` +
      'start the local cluster with --network namespace',
  );
}

/**
 * Refuses a pod in which a fault of the same kind, or place, is active, may still begin, or was left: the second would count and
 * undo what belongs to the first.
 * @throws {ChaosError} CHAOS_CONFLICT
 */
export function refuseSecondFault(pod: V1Pod, fault: FaultSpec, nowMs: number): void {
  const other = faultsOf(pod, nowMs).find(
    ({ agent: { spec }, state }) =>
      spec.fault !== undefined && placeOf(spec.fault.kind) === placeOf(fault.kind) && state !== 'ended',
  );
  if (other === undefined) return;
  const { namespace, name } = pod.metadata ?? {};
  throw new ChaosError(
    'CHAOS_CONFLICT',
    `pod ${namespace}/${name} has a ${other.agent.spec.fault?.kind} fault of run ${other.agent.spec.run} already, ${howLong(other)}; ` +
      'pod-chaos cleanup ends it',
  );
}

/** Until when another fault goes on, as the pod tells it. */
function howLong({ agent: { spec, state }, state: is }: FaultInPod): string {
  if (is === 'orphaned') return 'which its agent left without a proof';
  if (is === 'waiting') {
    const by = spec.beginBeforeMs === undefined ? '' : ` until ${new Date(spec.beginBeforeMs).toISOString()}`;
    return `which may still begin${by}`;
  }
  const since = state.is === 'waiting' ? undefined : state.startedAt;
  if (since === undefined || spec.durationMs === undefined) return 'which goes on';
  return `which goes on until ${new Date(since.getTime() + spec.durationMs).toISOString()}`;
}

function isLoopback(address: string): boolean {
  return isIPv6(address) ? /^(0*:)*:?0*1$|^::ffff:127\./i.test(address) : address.startsWith('127.');
}
