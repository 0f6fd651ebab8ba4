import { apiTime, type ContainerStatus } from '@pod-contagion/api-server/objects';
import { seenRunning, type End, type EndBefore, type Slot, type Waiting } from './slot.ts';

/** Why a container waits that was removed, and why it ended. Source: pkg/kubelet/kubelet_pods.go (`convertToAPIContainerStatuses`). */
export const REMOVED: Waiting = {
  reason: 'RestartingAllContainers',
  message: 'The container is removed because RestartAllContainers in place',
};

/** What its status says of how it ended, whatever it was. */
const REMOVED_EXIT_CODE = 137;

/** What a pod's probes say of a container. */
export type Health = Readonly<{ started: boolean; ready: boolean }>;

/** What a container's status depends on besides the container itself. */
export type StatusView = Readonly<{
  health: Health;
  /** Whether an end that has been seen will be followed by a start. */
  willRestart: boolean;
  /** Why it does not run, where nothing else is known. */
  defaultReason: 'ContainerCreating' | 'PodInitializing';
  /** How much of a termination message is shown. */
  maxMessageBytes: number;
}>;

type State = NonNullable<ContainerStatus['state']>;

/**
 * The status of one container: a state, the state before, and what identifies it. One that has ended and will be
 * started again is waiting as soon as there is a reason for that, terminated until then.
 *
 * Source: pkg/kubelet/kubelet_pods.go (`convertToAPIContainerStatuses`).
 */
export function containerStatus(slot: Slot, view: StatusView): ContainerStatus {
  const { seen, removed, spec, name } = slot;
  const isRunning = seenRunning(slot) !== undefined;
  const image = seen?.image ?? spec.image ?? '';
  const { resources } = spec as { resources?: ContainerStatus['resources'] };
  return {
    name,
    ...statesOf(slot, view),
    ready: view.health.ready,
    restartCount: seen?.attempt ?? removed?.restartCount ?? 0,
    image,
    imageID: seen === undefined ? '' : `local://${image}`,
    ...(seen === undefined ? {} : { containerID: seen.id }),
    started: view.health.started,
    ...(isRunning && resources?.requests !== undefined ? { allocatedResources: resources.requests } : {}),
    ...(isRunning && resources !== undefined ? { resources } : {}),
  };
}

function statesOf(slot: Slot, view: StatusView): { state: State; lastState: State } {
  const { seen, removed, waiting } = slot;
  const before = lastStateOf(seen === undefined ? removed?.before : seen.before, view);
  const running = seenRunning(slot);
  if (running !== undefined) {
    return { state: { running: { startedAt: apiTime(running.startedAtMs) } }, lastState: before };
  }
  if (seen?.end !== undefined) {
    const end = terminated(seen.id, seen.end, view);
    if (waiting === undefined || !view.willRestart) return { state: end, lastState: before };
    return { state: { waiting: { ...waiting } }, lastState: end };
  }
  return { state: { waiting: waiting ?? { reason: view.defaultReason } }, lastState: before };
}

function lastStateOf(before: EndBefore | undefined, view: StatusView): State {
  if (before === undefined) return {};
  if (before !== 'removed') return terminated(before.id, before.end, view);
  // Go's zero times: a real kubelet sets none, and does not leave them out.
  const never = null as never;
  return { terminated: { exitCode: REMOVED_EXIT_CODE, ...REMOVED, startedAt: never, finishedAt: never } };
}

function terminated(containerID: string, end: End, { maxMessageBytes }: StatusView): State {
  const message = end.message === undefined ? undefined : truncate(end.message, maxMessageBytes);
  return {
    terminated: {
      exitCode: end.exitCode,
      reason: end.reason ?? (end.exitCode === 0 ? 'Completed' : 'Error'),
      ...(message === undefined || message === '' ? {} : { message }),
      startedAt: apiTime(end.startedAtMs),
      finishedAt: apiTime(end.finishedAtMs),
      containerID,
    },
  };
}

function truncate(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  // Decoding drops nothing but the last character, where the cut goes through it.
  return new TextDecoder().decode(Buffer.from(text).subarray(0, maxBytes), { stream: true });
}
