import { MIN_GRACE_MS } from '@pod-contagion/lifecycle';

import { completeEnd } from './container-end.ts';
import type { KubeletContext } from './context.ts';
import { runHook } from './hooks.ts';
import type { PodState } from './pod-state.ts';
import { reachOf } from './reach.ts';
import type { RunningContainer } from '../runtime/runtime-types.ts';
import { runningIn, subjectOf, type End, type Slot } from './slot.ts';

/**
 * Stops the process in a slot: says so, runs its preStop hook, sends SIGTERM, and SIGKILL once the grace has passed. The time
 * that the hook takes is taken off the grace, but for the least there is; without any grace there is none. Undefined where nothing runs.
 *
 * Source: pkg/kubelet/kuberuntime/kuberuntime_container.go (`killContainer`).
 */
export async function stopContainer(
  context: KubeletContext,
  state: PodState,
  slot: Slot,
  message: string,
  graceMs: number,
): Promise<End | undefined> {
  const process = runningIn(slot);
  if (process === undefined) return undefined;
  context.recorder.record(subjectOf(state.pod, slot), 'Normal', 'Killing', message);
  let deadlineMs = context.clock.nowMs() + graceMs;
  const leftMs = (): number => Math.max(deadlineMs - context.clock.nowMs(), MIN_GRACE_MS);
  let hasTerm = false;
  const isHurried = new Promise<void>((resolve) => {
    slot.hurry = (shorterMs) => {
      const sooner = context.clock.nowMs() + shorterMs;
      if (sooner >= deadlineMs) return;
      deadlineMs = sooner;
      resolve();
      if (hasTerm) void process.stop(leftMs());
    };
  });
  await Promise.race([runPreStop(context, state, slot, process, graceMs), isHurried, process.ended]);
  hasTerm = true;
  const end = await process.stop(leftMs());
  slot.hurry = undefined;
  return completeEnd(context, state, slot, end);
}

async function runPreStop(
  { recorder, probers, clock, nodeIp }: KubeletContext,
  { pod, address }: PodState,
  slot: Slot,
  process: RunningContainer,
  graceMs: number,
): Promise<void> {
  const container = slot.spec;
  const handler = container.lifecycle?.preStop;
  if (handler === undefined || graceMs <= 0) return;
  try {
    await runHook(
      handler,
      { pod, container, process, reach: reachOf(address, nodeIp), probers, clock },
      graceMs,
    );
  } catch {
    recorder.record(subjectOf(pod, slot), 'Warning', 'FailedPreStopHook', 'PreStopHook failed');
  }
}
