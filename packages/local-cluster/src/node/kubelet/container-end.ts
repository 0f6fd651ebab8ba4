import { noteEnd, type EndCause } from '@pod-contagion/lifecycle';
import { readLogEnd } from '../runtime/termination-message.ts';
import type { KubeletContext } from './context.ts';
import type { PodState } from './pod-state.ts';
import { restartsAfterEnd } from './restart-decision.ts';
import type { ContainerEnd } from '../runtime/runtime-types.ts';
import type { End, Instance, Slot } from './slot.ts';

/**
 * Completes how a container ended: where it left no message and failed, its last lines of output can stand in.
 *
 * Source: pkg/kubelet/kuberuntime/kuberuntime_container.go (`getTerminationMessage`).
 */
export async function completeEnd(
  { runtime, onError }: Pick<KubeletContext, 'runtime' | 'onError'>,
  { uid }: PodState,
  slot: Slot,
  end: ContainerEnd,
): Promise<End> {
  const wantsLogs = slot.spec.terminationMessagePolicy === 'FallbackToLogsOnError';
  if (!wantsLogs || end.exitCode === 0 || (end.message ?? '') !== '') return end;
  try {
    return { ...end, message: await readLogEnd(runtime, uid, slot.name) };
  } catch (error) {
    onError(error);
    return end;
  }
}

/** Takes down that an instance has ended and why, and from when on its slot may be started again. */
export function recordEnd(
  { rules }: Pick<KubeletContext, 'rules'>,
  { pod }: PodState,
  slot: Slot,
  instance: Instance,
  end: End,
  cause: EndCause,
): void {
  instance.end = end;
  instance.willRestart = restartsAfterEnd(slot, pod, end.exitCode, cause, rules);
  slot.releaseStart?.();
  if (instance.willRestart) slot.dueAtMs = noteEnd(slot.restarts, cause, end.finishedAtMs, rules);
}
