import { createRestarts, graceMs } from '@pod-contagion/lifecycle';

import { goDuration } from '../runtime/go-duration.ts';
import { recordEnd } from './container-end.ts';
import { startContainer } from './container-start.ts';
import { stopContainer } from './container-stop.ts';
import type { KubeletContext } from './context.ts';
import { podGraceMs } from './pod-end.ts';
import { isEnding, podText, type PodState } from './pod-state.ts';
import { restartsAfterEnd } from './restart-decision.ts';
import { runningIn, subjectOf, type Slot } from './slot.ts';

/** What a pass over a pod asks of its worker. */
export type PassHooks = Readonly<{
  /** A container was started. */
  onStart: (slot: Slot) => void;
  /** The kubelet has looked and noticed something about a container. */
  onNews: () => void;
  /** The status has to be written although the pass goes on. */
  publish: () => void;
  /** Whether a sidecar counts as started. */
  hasStarted: (slot: Slot) => boolean;
}>;

/**
 * One pass over the containers of a pod: kills what a probe has given up and starts what is to run. Returns when it is worth
 * another pass, in milliseconds; undefined where that depends on events only.
 *
 * Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go (`computePodActions`, `SyncPod`).
 */
export async function syncContainers(
  context: KubeletContext,
  state: PodState,
  hooks: PassHooks,
): Promise<number | undefined> {
  let nextDueAtMs: number | undefined;
  const dueAt = (ms: number | undefined): void => {
    if (ms !== undefined) nextDueAtMs = Math.min(nextDueAtMs ?? Infinity, ms);
  };

  const run = async (slot: Slot): Promise<void> => {
    if (isEnding(state) || runningIn(slot) !== undefined) return;
    if (slot.current !== undefined && !slot.current.willRestart) return;
    if (context.clock.nowMs() < slot.dueAtMs) {
      dueAt(slot.dueAtMs);
      backOff(context, state, slot);
      return;
    }
    const result = await startContainer(context, state, slot, hooks.onNews);
    if (result.started) hooks.onStart(slot);
    else dueAt(result.retryDueAtMs);
  };

  for (const slot of state.slots) await killIfNeeded(context, state, slot, hooks);

  for (const slot of state.slots) {
    if (slot.kind === 'ephemeral' && slot.current === undefined) await run(slot);
  }
  const regular = state.slots.filter(({ kind }) => kind === 'regular');
  const isInitialized = regular.some(({ current }) => current !== undefined);
  for (const slot of state.slots) {
    if (slot.kind === 'sidecar') {
      await run(slot);
      if (!isInitialized && !hooks.hasStarted(slot)) return nextDueAtMs;
    } else if (slot.kind === 'init' && !isInitialized) {
      await run(slot);
      if (slot.current?.end?.exitCode !== 0) return nextDueAtMs;
    }
  }
  for (const slot of regular) await run(slot);
  return nextDueAtMs;
}

/** Says that a container waits for its back-off to pass. Source: kuberuntime_manager.go (`doBackOff`). */
function backOff({ recorder }: KubeletContext, state: PodState, slot: Slot): void {
  const pod = podText(state);
  const delay = goDuration(slot.restarts.backoffMs);
  slot.waiting = {
    reason: 'CrashLoopBackOff',
    message: `back-off ${delay} restarting failed container=${slot.name} pod=${pod}`,
  };
  const message = `Back-off restarting failed container ${slot.name} in pod ${pod}`;
  recorder.record(subjectOf(state.pod, slot), 'Warning', 'BackOff', message);
}

/** Kills the container of a slot where a probe has given it up or its image has become another. */
async function killIfNeeded(
  context: KubeletContext,
  state: PodState,
  slot: Slot,
  { publish }: PassHooks,
): Promise<void> {
  const { current, doomed, spec, name } = slot;
  if (isEnding(state) || current === undefined || runningIn(slot) === undefined) return;
  const podMs = podGraceMs(state);
  if (doomed?.id === current.id) {
    const seconds = spec[`${doomed.by}Probe`]?.terminationGracePeriodSeconds;
    const probeMs = seconds === undefined ? undefined : seconds * 1000;
    const willRestart = restartsAfterEnd(slot, state.pod, 0, 'probe', context.rules);
    const message = `Container ${name} failed ${doomed.by} probe${willRestart ? ', will be restarted' : ''}`;
    const stopping = stopContainer(context, state, slot, message, graceMs({ probeMs, podMs }));
    // While it is being killed it is unready.
    publish();
    const end = await stopping;
    if (end !== undefined) recordEnd(context, state, slot, current, end, 'probe');
  } else if (slot.kind !== 'init' && slot.kind !== 'ephemeral' && (spec.image ?? '') !== current.image) {
    const message = `Container ${name} definition changed, will be restarted`;
    const end = await stopContainer(context, state, slot, message, graceMs({ podMs }));
    if (end === undefined) return;
    current.end = end;
    current.willRestart = true;
    // The image is part of what a back-off is remembered by.
    slot.restarts = createRestarts();
    slot.dueAtMs = 0;
  }
}
