import {
  qualityOfService,
  apiTime,
  type ContainerStatus,
  type Pod,
  type PodStatus,
} from '@pod-contagion/api-server/objects';
import { containerStatus, type Health } from './container-status.ts';
import {
  ALL_CONTAINERS_RESTARTING,
  mergeConditions,
  podVerdicts,
  restartingAllVerdict,
} from './pod-conditions.ts';
import { podPhase, type PhaseInput, type PodPhase } from './pod-phase.ts';
import { isEnding, type PodState } from './pod-state.ts';
import type { Slot, SlotKind } from './slot.ts';

/** Of one container's termination message, and of all in a pod. Source: pkg/kubelet/container/runtime.go (`MaxPodTerminationMessageLogLength`). */
const MAX_MESSAGE_BYTES = 4_096;
const MAX_MESSAGES_BYTES = 12 * 1_024;

/** What makes a status besides what is known of the pod. */
export type StatusSurroundings = Readonly<{
  hostIp: string;
  nowMs: number;
  healthOf: (slot: Slot) => Health;
}>;

/**
 * The status of a pod as its kubelet sees it; `pod` is the version that it will be written to, whose other conditions
 * it keeps.
 *
 * Source: pkg/kubelet/kubelet_pods.go (`generateAPIPodStatus`).
 */
export function podStatus(state: PodState, pod: Pod, around: StatusSurroundings): PodStatus {
  const { hostIp, nowMs } = around;
  const containers = containerInputs(state, around);
  const of = (...kinds: SlotKind[]): ContainerStatus[] =>
    containers.filter(({ kind }) => kinds.includes(kind)).map(({ status }) => status);
  const phase = finalPhase(state, pod) ?? podPhase(containers, state.isOver);
  const [init, regular, ephemeral] = [of('init', 'sidecar'), of('regular'), of('ephemeral')];
  const verdicts = podVerdicts({
    pod,
    phase,
    hasSandbox: state.address !== undefined,
    init,
    regular,
    sidecars: new Set(of('sidecar').map(({ name }) => name)),
  });
  const { generation } = pod.metadata;
  const ip = state.lastIp;
  const old = pod.status ?? {};
  const isOfRestarts = ({ type }: { type: string }): boolean => type === ALL_CONTAINERS_RESTARTING;
  const others = (old.conditions ?? []).filter((condition) => !isOfRestarts(condition));
  const ofRestarts = (old.conditions ?? []).filter(isOfRestarts);
  return {
    ...old,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    phase,
    conditions: [
      ...mergeConditions(others, verdicts, generation, nowMs),
      // Last, and of no generation, as a real kubelet has it.
      ...mergeConditions(ofRestarts, restartingAllVerdict(state.isRestartingAll, phase), undefined, nowMs),
    ],
    // Not before it has failed. Source: pkg/kubelet/status/status_manager.go (`mergePodStatus`).
    ...(state.isOver ? state.outcome : {}),
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...(ip === undefined ? {} : { podIP: ip, podIPs: [{ ip }] }),
    startTime: apiTime(state.takenUpAtMs),
    ...(init.length === 0 ? {} : { initContainerStatuses: init }),
    containerStatuses: regular,
    ...(ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: ephemeral }),
    qosClass: old.qosClass ?? (pod.spec === undefined ? 'BestEffort' : qualityOfService(pod.spec)),
  };
}

/** The phase of a pod that has come to its end, which does not change any more; undefined for any other. */
function finalPhase({ outcome, isOver }: PodState, { status }: Pod): PodPhase | undefined {
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return status.phase;
  return outcome !== undefined && isOver ? 'Failed' : undefined;
}

/** The phase that a pod's containers amount to at present. */
export function presentPhase(state: PodState, around: StatusSurroundings): PodPhase {
  return finalPhase(state, state.pod) ?? podPhase(containerInputs(state, around), state.isOver);
}

function containerInputs(state: PodState, { healthOf }: StatusSurroundings): PhaseInput[] {
  const { slots } = state;
  const hasInit = slots.some(({ kind }) => kind === 'init' || kind === 'sidecar');
  const counted = Math.max(slots.length, 1);
  return slots.map((slot) => {
    const { seen } = slot;
    const isToStart = seen === undefined ? slot.removed !== undefined : seen.isEndSeen && seen.willRestart;
    const willRestart = isToStart && !isEnding(state);
    const status = containerStatus(slot, {
      health: healthOf(slot),
      willRestart,
      defaultReason: hasInit ? 'PodInitializing' : 'ContainerCreating',
      maxMessageBytes: Math.min(MAX_MESSAGE_BYTES, Math.floor(MAX_MESSAGES_BYTES / counted)),
    });
    return { kind: slot.kind, status, willRestart };
  });
}
