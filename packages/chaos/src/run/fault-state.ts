import type { V1Pod } from '@kubernetes/client-node';
import { AGENT_CONTAINER_PREFIX } from '../agent/spec.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { agentsOf, type PodAgent } from './pod-agents.ts';
import { isProof } from './read-report.ts';

/**
 * What has become of a fault in a pod. `waiting`: its agent has not started and still may; `active`: the agent runs;
 * `ended`: proven gone, or nothing was ever put there; `orphaned`: the agent is gone without a proof.
 */
export type FaultState = 'waiting' | 'active' | 'ended' | 'orphaned';

/** An agent that was told to break something, and what has become of that. */
export type FaultInPod = Readonly<{ agent: PodAgent; state: FaultState }>;

/**
 * How far the clocks of a node and of whoever reads may be apart before an agent that has not started by its time is
 * still counted on, in ms.
 */
export const CLOCK_MARGIN_MS = 10_000;

/**
 * Faults that are over with the agent's process, however that ends: a signal that was sent leaves nothing, and processor time and
 * memory that it took the kernel has back.
 */
const LEAVE_NOTHING: ReadonlySet<FaultSpec['kind']> = new Set(['signal', 'burn', 'fill-memory']);

/** Whether no container of a pod runs or will run: its network namespace goes with it, and every fault in it. */
export function isOver(pod: V1Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Whether it is a pod that was made for a fault of its node: what it does there does not go with it. */
export function isOfNode({ spec }: V1Pod): boolean {
  return (
    spec?.hostNetwork === true && spec.containers.some(({ name }) => name.startsWith(AGENT_CONTAINER_PREFIX))
  );
}

/** All faults that were ever put into a pod, read from the pod alone. */
export function faultsOf(pod: V1Pod, nowMs: number): readonly FaultInPod[] {
  const agents = agentsOf(pod);
  return agents.flatMap((agent) =>
    agent.spec.order === 'fault'
      ? [{ agent, state: isOver(pod) && !isOfNode(pod) ? 'ended' : stateOf(agent, agents, nowMs) }]
      : [],
  );
}

function stateOf(agent: PodAgent, all: readonly PodAgent[], nowMs: number): FaultState {
  const { state, spec } = agent;
  switch (state.is) {
    case 'waiting':
      return nowMs > (spec.beginBeforeMs ?? Infinity) + CLOCK_MARGIN_MS ? 'ended' : 'waiting';
    case 'running':
      return 'active';
    case 'ended':
      if (state.report !== undefined && isProof(state.report)) return 'ended';
      if (spec.fault !== undefined && LEAVE_NOTHING.has(spec.fault.kind)) return 'ended';
      return all.some((other) => hasEnded(other, spec.run, state.finishedAt)) ? 'ended' : 'orphaned';
  }
}

/** Whether an agent with the order `end` has proven, after a fault's agent was gone, that the fault is gone too. */
function hasEnded({ spec, state }: PodAgent, run: string, goneAt: Date | undefined): boolean {
  return (
    spec.order === 'end' &&
    (spec.target === undefined || spec.target === run) &&
    state.is === 'ended' &&
    state.report !== undefined &&
    isProof(state.report) &&
    // Both are times of the same node; Kubernetes leaves out the milliseconds. The order of the list says nothing: a
    // merge patch puts new containers before those that are there.
    Date.parse(state.report.endedAt) >= (goneAt?.getTime() ?? 0)
  );
}
