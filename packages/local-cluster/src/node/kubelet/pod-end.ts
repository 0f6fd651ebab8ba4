import { graceMs } from '@pod-contagion/lifecycle';
import { ApiError } from '@pod-contagion/api-server/registry';
import { recordEnd } from './container-end.ts';
import { stopContainer } from './container-stop.ts';
import type { KubeletContext } from './context.ts';
import type { PodState } from './pod-state.ts';
import { runningIn, type Slot } from './slot.ts';

/** Source: pkg/apis/core/v1/defaults.go (`SetDefaults_PodSpec`). */
const DEFAULT_GRACE_SECONDS = 30;

/** How long the containers of a pod that is ended are given, as things stand now. */
export function endingGraceMs({ pod, isRemoved, graceLimitMs = Infinity }: PodState): number {
  // An object that is gone before its kubelet let it go was deleted by force, that is, without grace.
  const deletionSeconds = isRemoved ? 0 : pod.metadata.deletionGracePeriodSeconds;
  const deletionMs = Math.min(milliseconds(deletionSeconds) ?? Infinity, graceLimitMs);
  return graceMs({
    deletionMs: deletionMs === Infinity ? undefined : deletionMs,
    podMs: podGraceMs({ pod }),
  });
}

/** The grace that the pod itself asks for. */
export function podGraceMs({ pod }: Pick<PodState, 'pod'>): number {
  return (pod.spec?.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS) * 1000;
}

/** Has those containers that are being stopped end by the grace that holds now, where that is sooner. */
export function hurryUp(state: PodState): void {
  for (const { hurry } of state.slots) hurry?.(endingGraceMs(state));
}

/**
 * Stops all containers of a pod: all at once, but sidecars after the others and in the reverse of the order in which
 * they were started.
 *
 * Source: pkg/kubelet/kuberuntime/kuberuntime_container.go (`killContainersWithSyncResult`).
 */
export async function stopContainers(context: KubeletContext, state: PodState): Promise<void> {
  const stop = async (slot: Slot): Promise<void> => {
    const instance = slot.current;
    if (instance === undefined || runningIn(slot) === undefined) return;
    const end = await stopContainer(
      context,
      state,
      slot,
      `Stopping container ${slot.name}`,
      endingGraceMs(state),
    );
    if (end !== undefined) recordEnd(context, state, slot, instance, end, 'exit');
  };
  await Promise.all(state.slots.filter(({ kind }) => kind !== 'sidecar').map(stop));
  for (const sidecar of state.slots.filter(({ kind }) => kind === 'sidecar').toReversed())
    await stop(sidecar);
}

/** Gives back the pod's place on the network. */
export async function leaveNetwork({ network, onError }: KubeletContext, state: PodState): Promise<void> {
  if (state.address === undefined) return;
  state.address = undefined;
  if (state.pod.spec?.hostNetwork === true) return;
  await network.detach(state.uid).catch(onError);
}

/**
 * Removes the object of a pod whose containers have all ended, as only its kubelet may.
 *
 * Source: pkg/kubelet/status/status_manager.go (`syncPod`).
 */
export function deleteObject(
  { registry, onError }: KubeletContext,
  { namespace, name, uid }: PodState,
): void {
  try {
    registry.delete('pods', namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } });
  } catch (error) {
    const isGone = error instanceof ApiError && (error.status.code === 404 || error.status.code === 409);
    if (!isGone) onError(error);
  }
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}
