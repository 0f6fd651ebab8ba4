import { createRestarts, type Restarts } from '@pod-contagion/lifecycle';
import type { Container, EphemeralContainer, Pod } from '@pod-contagion/api-server/objects';
import type { EventSubject } from '../../control-loop/recorder.ts';
import type { Release } from './limiter.ts';
import type { ContainerEnd, RunningContainer } from '../runtime/runtime-types.ts';

/** What a container is to its pod; a sidecar is an init container that is restarted always. */
export type SlotKind = 'init' | 'sidecar' | 'regular' | 'ephemeral';

/** How an instance ended; the reason where it is not the one that goes with its exit code. */
export type End = ContainerEnd & Readonly<{ reason?: string }>;

/** How the instance before one ended; of one that was removed, to start the whole pod anew, nothing is known. */
export type EndBefore = Readonly<{ id: string; end: End }> | 'removed';

/** What is known of a container that was removed with all its instances. */
export type Removed = Readonly<{
  /** How often it was restarted, as its status counts: the next start, unless it was waiting already. */
  restartCount: number;
  /** How often it was started. */
  starts: number;
  before: EndBefore;
}>;

/** One life of a container. */
export type Instance = {
  readonly id: string;
  /** How often the container was started before. */
  readonly attempt: number;
  readonly image: string;
  /** Undefined where it could not be started. */
  readonly process: RunningContainer | undefined;
  readonly startedAtMs: number;
  end: End | undefined;
  /** Once it has ended: whether another is to follow. */
  willRestart: boolean;
  /** How the instance before it ended. */
  readonly before: EndBefore | undefined;
  /** Whether the kubelet has seen the end when it last looked; the status speaks of what it has seen. */
  isEndSeen: boolean;
};

/** Why a container does not run, as its status says. */
export type Waiting = Readonly<{ reason: string; message?: string }>;

/** The place of one container in its pod, through all its restarts. Changed in place. */
export type Slot = {
  readonly kind: SlotKind;
  readonly name: string;
  /** As the pod has it now. */
  spec: Container | EphemeralContainer;
  /** The latest instance, whether it still runs or not. */
  current: Instance | undefined;
  /** The latest instance that the kubelet has seen. */
  seen: Instance | undefined;
  waiting: Waiting | undefined;
  /** Of the last time that it was removed. */
  removed: Removed | undefined;
  restarts: Restarts;
  /** Not to be started before; 0 where nothing is in the way. */
  dueAtMs: number;
  /** While the kubelet is stopping it: makes the grace shorter. */
  hurry: ((graceMs: number) => void) | undefined;
  /** Which probe has found the instance of this id to be beyond help. */
  doomed: Readonly<{ id: string; by: 'liveness' | 'startup' }> | undefined;
  /** Gives back the place among those that are being started. */
  releaseStart: Release | undefined;
  /** Whether it is settled where its program listens: where the pod is reached, or elsewhere, as an Event has told. */
  isListeningKnown: boolean;
};

/** The containers of a pod as a new kubelet finds them, init containers first. */
export function createSlots(pod: Pod): Slot[] {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = pod.spec ?? {};
  return [
    ...initContainers.map((spec) => createSlot(spec.restartPolicy === 'Always' ? 'sidecar' : 'init', spec)),
    ...containers.map((spec) => createSlot('regular', spec)),
    ...ephemeralContainers.map((spec) => createSlot('ephemeral', spec)),
  ];
}

/** Takes over what a newer version of a pod says: ephemeral containers are added, specs replaced. */
export function updateSlots(slots: Slot[], pod: Pod): void {
  for (const fresh of createSlots(pod)) {
    const known = slots.find(({ name }) => name === fresh.name);
    if (known === undefined) slots.push(fresh);
    else known.spec = fresh.spec;
  }
}

/** The process that runs in a slot, seen or not. */
export function runningIn({ current }: Slot): RunningContainer | undefined {
  return current?.end === undefined ? current?.process : undefined;
}

/** The instance that runs as far as the kubelet has seen. */
export function seenRunning({ seen }: Slot): Instance | undefined {
  return seen === undefined || seen.isEndSeen || seen.process === undefined ? undefined : seen;
}

/** The pod, and which of its containers an Event is about. Source: pkg/kubelet/container/ref.go (`fieldPath`). */
export function subjectOf(pod: Pod, { kind, name }: Pick<Slot, 'kind' | 'name'>): EventSubject {
  const list = {
    init: 'initContainers',
    sidecar: 'initContainers',
    regular: 'containers',
    ephemeral: 'ephemeralContainers',
  };
  return { ...pod, fieldPath: `spec.${list[kind]}{${name}}` };
}

function createSlot(kind: SlotKind, spec: Container | EphemeralContainer): Slot {
  return {
    kind,
    name: spec.name,
    spec,
    current: undefined,
    seen: undefined,
    waiting: undefined,
    removed: undefined,
    restarts: createRestarts(),
    dueAtMs: 0,
    hurry: undefined,
    doomed: undefined,
    releaseStart: undefined,
    isListeningKnown: false,
  };
}
