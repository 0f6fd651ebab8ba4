import { forgetEnds } from '@pod-contagion/lifecycle';
import { recordEnd } from './container-end.ts';
import { REMOVED } from './container-status.ts';
import { stopContainer } from './container-stop.ts';
import type { KubeletContext } from './context.ts';
import { isEnding, type PodState } from './pod-state.ts';
import { asksForAll } from './restart-decision.ts';
import { runningIn, type Slot } from './slot.ts';

/**
 * Starts a pod anew in its place where a container that has ended asks for it: all its containers but ephemeral ones are
 * ended, those that asked last, and removed with what is known of them, so that init containers run again, and nothing has to be
 * waited for. Its address and its volumes stay.
 *
 * Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go (`computePodActions`, `SyncPod`: `ContainersToReset`),
 * pkg/kubelet/container/helpers.go (`ShouldAllContainersRestart`).
 */
export async function restartAllIfAsked(
  context: KubeletContext,
  state: PodState,
  publish: () => void,
): Promise<void> {
  const { rules } = context;
  if (state.isRestartingAll === undefined || !state.slots.some((slot) => asksForAll(slot, rules))) return;
  state.isRestartingAll = true;
  publish();
  // What it ended with is seen before it is gone: a status is written soon, not now.
  await new Promise(setImmediate);
  try {
    await stopAll(context, state);
    if (isEnding(state)) return;
    for (const slot of state.slots) if (slot.kind !== 'ephemeral') remove(slot);
  } finally {
    state.isRestartingAll = false;
    publish();
  }
}

/** Ends what runs, one after the other, without grace but for the least there is. */
async function stopAll(context: KubeletContext, state: PodState): Promise<void> {
  const kinds = [['regular'], ['init', 'sidecar']];
  for (const slot of kinds.flatMap((some) => state.slots.filter(({ kind }) => some.includes(kind)))) {
    const { current } = slot;
    if (isEnding(state) || current === undefined || runningIn(slot) === undefined) continue;
    const end = await stopContainer(context, state, slot, 'killing', 0);
    if (end !== undefined) recordEnd(context, state, slot, current, end, 'exit');
  }
}

function remove(slot: Slot): void {
  const { current, waiting } = slot;
  if (current?.end === undefined) return;
  // One that waits to be started again goes on waiting, and shows what it did.
  const isWaiting = waiting !== undefined && current.isEndSeen && current.willRestart;
  const starts = current.attempt + 1;
  slot.removed = isWaiting
    ? { restartCount: current.attempt, starts, before: { id: current.id, end: current.end } }
    : { restartCount: starts, starts, before: 'removed' };
  slot.waiting = isWaiting ? undefined : REMOVED;
  slot.current = undefined;
  slot.seen = undefined;
  slot.doomed = undefined;
  slot.dueAtMs = 0;
  forgetEnds(slot.restarts);
}
