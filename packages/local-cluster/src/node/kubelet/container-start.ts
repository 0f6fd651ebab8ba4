import { randomBytes } from 'node:crypto';
import { noteRestart } from '@pod-contagion/lifecycle';
import { messageOf } from '../../errors.ts';

import { makeContainerSpec } from './container-config.ts';
import { completeEnd, recordEnd } from './container-end.ts';
import { stopContainer } from './container-stop.ts';
import type { KubeletContext } from './context.ts';
import { runHook } from './hooks.ts';
import { checkListening } from './listening-check.ts';
import { isEnding, type PodState } from './pod-state.ts';
import { reachOf } from './reach.ts';
import type { ContainerSpec, RunningContainer } from '../runtime/runtime-types.ts';
import { subjectOf, type Instance, type Slot } from './slot.ts';

/** How long an error that has no back-off of its own is waited out, in milliseconds. Source: pkg/kubelet/kubelet.go (`backOffPeriod`). */
const ERROR_BACKOFF_MS = 10_000;

/** The longest that a postStart hook may take, in milliseconds; a real kubelet waits for ever. */
const MAX_POST_START_MS = 600_000;

/** Go's zero time, as a container that never ran has it for its start: 1970 in the API of a runtime. */
const NEVER_MS = 0;

/** Exit code of a container that could not be started. Source: containerd, internal/cri/server/container_start.go. */
const START_ERROR_EXIT_CODE = 128;

/** What a start that did not come about is due to, and when it is worth another try. */
export type StartResult = Readonly<{ started: true } | { started: false; retryDueAtMs: number | undefined }>;

/**
 * Starts the container of a slot: finds the image, resolves the spec, waits for a place among the starting, runs it
 * and its postStart hook. What goes wrong becomes the reason why the slot waits, and an Event. `onNews` is told when the
 * kubelet looks and notices that the container has ended by itself, or that it still waits.
 *
 * Source: pkg/kubelet/kuberuntime/kuberuntime_container.go (`startContainer`).
 */
export async function startContainer(
  context: KubeletContext,
  state: PodState,
  slot: Slot,
  onNews: () => void,
): Promise<StartResult> {
  const { images, recorder, clock, runtime, rules } = context;
  const subject = subjectOf(state.pod, slot);
  const refuse = (reason: string, message: string, event: string, dueAtMs: number): StartResult => {
    recorder.record(subject, 'Warning', 'Failed', `Error: ${event}`);
    slot.waiting = { reason, message };
    return { started: false, retryDueAtMs: dueAtMs };
  };

  const name = slot.spec.image ?? '';
  const found = images.ensure({ podUid: state.uid, name, policy: slot.spec.imagePullPolicy, subject });
  if (found.image === undefined) {
    // The next look finds the image in back-off, and says so.
    if (found.reason === 'ErrImagePull') context.relist.next(onNews);
    return refuse(found.reason, found.message, found.reason, found.dueAtMs);
  }

  const attempt = slot.current === undefined ? (slot.removed?.starts ?? 0) : slot.current.attempt + 1;
  let spec: ContainerSpec;
  try {
    spec = makeContainerSpec(context, state, slot, found.image, attempt);
  } catch (error) {
    const message = messageOf(error);
    return refuse('CreateContainerConfigError', message, message, clock.nowMs() + ERROR_BACKOFF_MS);
  }

  // Three hundred pods that are new should not hold up one that is back.
  const release = await context.starts.acquire(attempt > 0);
  if (isEnding(state)) {
    release();
    return { started: false, retryDueAtMs: undefined };
  }
  slot.releaseStart = release;
  recorder.record(subject, 'Normal', 'Created', 'Container created');
  const { current } = slot;
  if (attempt > 0) noteRestart(slot.restarts, clock.nowMs(), rules);
  const before =
    current === undefined ? slot.removed?.before : current.end && { id: current.id, end: current.end };
  const base = { attempt, image: name, before, willRestart: false, isEndSeen: false };
  let process: RunningContainer;
  try {
    process = await runtime.start(spec);
  } catch (error) {
    release();
    const message = messageOf(error);
    const finishedAtMs = clock.nowMs();
    const id = `local://${randomBytes(32).toString('hex')}`;
    const failed: Instance = { ...base, id, process: undefined, startedAtMs: NEVER_MS, end: undefined };
    slot.current = failed;
    const times = { startedAtMs: NEVER_MS, finishedAtMs };
    const end = {
      exitCode: START_ERROR_EXIT_CODE,
      signal: undefined,
      ...times,
      message,
      reason: 'StartError',
    };
    recordEnd(context, state, slot, failed, end, 'exit');
    refuse('RunContainerError', message, message, finishedAtMs);
    context.relist.next(onNews);
    return { started: false, retryDueAtMs: undefined };
  }
  const { id, startedAtMs } = process;
  const instance: Instance = { ...base, id, process, startedAtMs, end: undefined };
  slot.current = instance;
  slot.dueAtMs = 0;
  slot.doomed = undefined;
  recorder.record(subject, 'Normal', 'Started', 'Container started');
  void watchEnd(context, state, slot, instance, process, onNews);
  void checkListening(context, state, slot, process, spec).catch(context.onError);
  await runPostStart(context, state, slot, instance, process);
  return { started: true };
}

/** Waits for a container to end by itself, which is noticed at the next look. */
async function watchEnd(
  context: KubeletContext,
  state: PodState,
  slot: Slot,
  instance: Instance,
  process: RunningContainer,
  onNews: () => void,
): Promise<void> {
  const ended = await process.ended;
  slot.releaseStart?.();
  // Whoever stops it takes the end down too.
  if (slot.hurry !== undefined) return;
  const end = await completeEnd(context, state, slot, ended);
  context.relist.next(() => {
    if (instance.end !== undefined || slot.hurry !== undefined) return;
    recordEnd(context, state, slot, instance, end, 'exit');
    onNews();
  });
}

async function runPostStart(
  context: KubeletContext,
  state: PodState,
  slot: Slot,
  instance: Instance,
  process: RunningContainer,
): Promise<void> {
  const container = slot.spec;
  const handler = container.lifecycle?.postStart;
  if (handler === undefined) return;
  const { probers, clock, nodeIp, recorder } = context;
  const place = { pod: state.pod, container, process, reach: reachOf(state.address, nodeIp), probers, clock };
  const { signal } = state.ending;
  const ending = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  try {
    await Promise.race([runHook(handler, place, MAX_POST_START_MS), process.ended, ending]);
  } catch (error) {
    recorder.record(subjectOf(state.pod, slot), 'Warning', 'FailedPostStartHook', 'PostStartHook failed');
    const graceMs = (state.pod.spec?.terminationGracePeriodSeconds ?? 30) * 1000;
    const end = await stopContainer(context, state, slot, 'FailedPostStartHook', graceMs);
    if (end !== undefined) recordEnd(context, state, slot, instance, end, 'exit');
    slot.waiting = { reason: 'PostStartHookError', message: messageOf(error) };
  }
}
