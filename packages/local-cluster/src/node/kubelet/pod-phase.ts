import type { ContainerStatus } from '@pod-contagion/api-server/objects';
import type { SlotKind } from './slot.ts';

/** What the phase of a pod is reckoned from, of one container. */
export type PhaseInput = Readonly<{
  kind: SlotKind;
  status: ContainerStatus;
  /** Whether it will be started again if it has ended. */
  willRestart: boolean;
}>;

/** `status.phase` of a pod that a kubelet runs. */
export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/**
 * The phase of a pod, from its containers' statuses: Pending until all have been started once, then Running, until all
 * have ended and none will be started again. `isOver` says that the kubelet has stopped the pod: then nothing
 * is started again, whatever the policy.
 *
 * Source: pkg/kubelet/kubelet_pods.go (`getPhase`).
 */
export function podPhase(containers: readonly PhaseInput[], isOver: boolean): PodPhase {
  const regular = containers.filter(({ kind }) => kind === 'regular');
  const isInitialized = regular.some(({ status }) => hasStarted(status));
  let isInitPending = false;
  let isInitToRun = false;
  for (const { kind, status, willRestart } of containers) {
    if (kind !== 'init' && kind !== 'sidecar') continue;
    const exitCode = endOf(status)?.exitCode;
    if (kind === 'init' && exitCode !== undefined && exitCode !== 0 && !willRestart) return 'Failed';
    const isDone = kind === 'init' ? status.state?.terminated?.exitCode === 0 : status.started === true;
    if (!isDone) isInitPending = true;
    // Which happens after all others have run, too, where a pod is started anew.
    if (kind === 'init' && exitCode === undefined) isInitToRun = true;
  }
  if (isInitToRun || (isInitPending && !isInitialized)) return isOver ? 'Failed' : 'Pending';
  if (regular.some(({ status }) => !hasStarted(status))) return isOver ? 'Failed' : 'Pending';
  if (regular.some(({ status }) => status.state?.running !== undefined)) return 'Running';
  const goesOn = regular.some(({ willRestart }) => willRestart);
  if (goesOn && !isOver) return 'Running';
  return regular.every(({ status }) => endOf(status)?.exitCode === 0) ? 'Succeeded' : 'Failed';
}

function hasStarted({ state, lastState }: ContainerStatus): boolean {
  return (
    state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined
  );
}

function endOf({ state, lastState }: ContainerStatus): { exitCode: number } | undefined {
  return state?.terminated ?? (state?.waiting === undefined ? undefined : lastState?.terminated);
}
