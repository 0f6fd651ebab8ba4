import type { Pod } from '@pod-contagion/api-server/objects';
import type { PodAddress } from '../../network/types.ts';
import type { Slot } from './slot.ts';

/** Why a kubelet has ended a pod of its own accord. */
export type Outcome = Readonly<{ reason: string; message: string }>;

/** All that a kubelet knows of one pod. Changed in place. */
export type PodState = {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** As the API has it. */
  pod: Pod;
  /** When the kubelet took the pod up. */
  readonly takenUpAtMs: number;
  readonly slots: Slot[];
  /** The pod's place on the network, from before its first container to after its last. */
  address: PodAddress | undefined;
  /** The last address, which the status goes on showing. */
  lastIp: string | undefined;
  /** Aborted once nothing is started any more and what runs is to be stopped. */
  readonly ending: AbortController;
  /** All has been stopped for good. */
  isOver: boolean;
  /** The object is gone from the API. */
  isRemoved: boolean;
  outcome: Outcome | undefined;
  /** The longest grace that its kubelet gives it, in milliseconds, where that has an opinion of its own. */
  graceLimitMs: number | undefined;
  /** Whether all its containers are being removed to be started anew; undefined where none of them could ask for that. */
  isRestartingAll: boolean | undefined;
};

/** What a kubelet knows of a pod that it has just been given. */
export function createPodState(pod: Pod, slots: Slot[], nowMs: number, couldRestartAll: boolean): PodState {
  return {
    uid: pod.metadata.uid ?? '',
    namespace: pod.metadata.namespace ?? '',
    name: pod.metadata.name ?? '',
    pod,
    takenUpAtMs: nowMs,
    slots,
    address: undefined,
    lastIp: undefined,
    ending: new AbortController(),
    isOver: false,
    isRemoved: false,
    outcome: undefined,
    graceLimitMs: undefined,
    isRestartingAll: couldRestartAll ? false : undefined,
  };
}

/** A pod as messages name it. Source: pkg/kubelet/util/format/pod.go (`Pod`). */
export function podText({ name, namespace, uid }: PodState): string {
  return `${name}_${namespace}(${uid})`;
}

/** Says whether a pod is on its way out: nothing of it is started any more. */
export function isEnding({ ending }: PodState): boolean {
  return ending.signal.aborted;
}
