import { nextRetryAtMs } from '@pod-contagion/lifecycle';
import { tellsReachedAt } from '@pod-contagion/notations';
import type { Pod } from '@pod-contagion/api-server/objects';
import { messageOf } from '../../errors.ts';
import { REMOVED } from './container-status.ts';
import type { KubeletContext } from './context.ts';
import { deleteObject, hurryUp, leaveNetwork, stopContainers } from './pod-end.ts';
import { createPodProbes } from './pod-probes.ts';
import { createPodState, isEnding, type PodState } from './pod-state.ts';
import { presentPhase, type StatusSurroundings } from './pod-status.ts';
import { syncContainers } from './pod-sync.ts';
import { portsOf, reachOf, tellAddress } from './reach.ts';
import { restartAllIfAsked } from './restart-all.ts';
import { couldAskForAll } from './restart-decision.ts';
import { createSlots, runningIn, updateSlots, type Slot } from './slot.ts';
import { settleStart } from './start-settling.ts';
import type { StatusWriter } from './status-writer.ts';
import { emptyDirsOf } from './volume-mounts.ts';

/** How long an error of the network or of ours is waited out, in milliseconds. Source: pkg/kubelet/kubelet.go (`backOffPeriod`). */
const ERROR_BACKOFF_MS = 10_000;

/** How long containers of a pod that is evicted are given, in milliseconds. Source: pkg/kubelet/eviction/eviction_manager.go (`immediateEvictionGracePeriodSeconds`). */
const EVICTION_GRACE_MS = 1_000;

/** Runs one pod, from when it is given to the kubelet until nothing of it is left. */
export type PodWorker = Readonly<{
  state: PodState;
  /** Takes in a newer version of the pod. */
  update: (pod: Pod) => void;
  /** The object is gone: what still runs is ended. */
  remove: () => void;
  /** Ends the pod, which fails by that. */
  evict: (message: string) => void;
  /** What the status says besides what is known of the pod. */
  surroundings: () => StatusSurroundings;
  /** Ends the worker and all its processes, within `graceMs`, and tells the API nothing. */
  close: (graceMs: number) => Promise<void>;
}>;

/** What a worker tells its kubelet. */
export type PodWorkerHooks = Readonly<{
  /** Nothing of the pod runs any more. */
  onOver: () => void;
  /** Nothing of the pod is left. */
  onGone: () => void;
}>;

/** Starts the worker of a pod. Source: pkg/kubelet/pod_workers.go. */
export function createPodWorker(
  context: KubeletContext,
  pod: Pod,
  writer: StatusWriter,
  { onOver, onGone }: PodWorkerHooks,
): PodWorker {
  const { clock, network, recorder, relist, random, rules, nodeIp, runtime, emptyDirs, onError } = context;
  const state = createPodState(pod, createSlots(pod), clock.nowMs(), couldAskForAll(pod, rules));
  let passing: Promise<void> | undefined;
  let wantsPass = false;
  let isDone = false;
  let cancelRetry: (() => void) | undefined;
  let cancelDeadline: (() => void) | undefined;

  const publish = (): void => writer.queue(state);

  const requestPass = (): void => {
    wantsPass = true;
    if (isDone) return;
    passing ??= passWhileWanted();
  };

  const probes = createPodProbes(context, state, {
    onHealthChange: () => {
      publish();
      requestPass();
    },
    onDoomed: requestPass,
  });

  const surroundings = (): StatusSurroundings => ({
    hostIp: nodeIp,
    nowMs: clock.nowMs(),
    healthOf: probes.healthOf,
  });

  const takeWish = (): boolean => {
    const isWanted = wantsPass && !isDone;
    wantsPass = false;
    return isWanted;
  };

  const passWhileWanted = async (): Promise<void> => {
    // Not at once: whoever asks may be within a write to the API.
    await new Promise(setImmediate);
    while (takeWish()) {
      try {
        await pass();
      } catch (error) {
        onError(error);
        retryAt(clock.nowMs() + ERROR_BACKOFF_MS);
      }
    }
    passing = undefined;
  };

  const pass = async (): Promise<void> => {
    cancelRetry?.();
    see(state.slots);
    if (state.isOver) return end();
    if (hasLostAddress(state.pod)) tellAddress(context, state);
    if (state.pod.metadata.deletionTimestamp !== undefined) state.ending.abort();
    publish();
    probes.triggerUnready();
    checkDeadline();
    const phase = presentPhase(state, surroundings());
    if (phase === 'Succeeded' || phase === 'Failed') state.ending.abort();
    if (isEnding(state)) return end();
    if (!(await joinNetwork())) return;
    publish();
    await restartAllIfAsked(context, state, publish);
    const dueAtMs = await syncContainers(context, state, {
      onStart,
      onNews: requestPass,
      publish,
      hasStarted: (slot) => probes.healthOf(slot).started,
    });
    // The reason why something waits is part of the status.
    publish();
    if (dueAtMs !== undefined && !isEnding(state)) retryAt(dueAtMs);
    if (state.slots.some(isNewsAtNextLook)) relist.next(requestPass);
  };

  const onStart = (slot: Slot): void => {
    const { current } = slot;
    if (current === undefined) return;
    if (current.attempt === 0) {
      // A real kubelet sees it at its next look; many pods that start together should not wait for that.
      notice(slot);
      publish();
      probes.triggerUnready();
    }
    void settleStart(clock, slot, current, reachOf(state.address, nodeIp), context.probers);
  };

  /** When the pod comes to be looked at again, for the sake of what is due at `dueAtMs`. */
  const retryAt = (dueAtMs: number): void => {
    const nowMs = clock.nowMs();
    const atMs = nextRetryAtMs(nowMs, dueAtMs, random(), rules, context.startedAtMs % 1000);
    cancelRetry?.();
    cancelRetry = clock.schedule(atMs - nowMs, requestPass);
  };

  /** Says whether a pod does not tell any more where it is reached, as one that was replaced by a manifest. */
  const hasLostAddress = (latest: Pod): boolean =>
    state.address !== undefined && !tellsReachedAt(latest, state.address.reachedAt);

  const joinNetwork = async (): Promise<boolean> => {
    if (state.address !== undefined) return true;
    try {
      const isHosts = state.pod.spec?.hostNetwork === true;
      state.address = isHosts ? { ip: nodeIp } : await network.attach(state.uid, portsOf(state.pod));
      tellAddress(context, state);
      state.lastIp = state.address.ip;
      return true;
    } catch (error) {
      const message = `Failed to create pod sandbox: ${messageOf(error)}`;
      recorder.record(state.pod, 'Warning', 'FailedCreatePodSandBox', message);
      retryAt(clock.nowMs() + ERROR_BACKOFF_MS);
      return false;
    }
  };

  /** Ends a pod that has run for longer than it may. Source: pkg/kubelet/active_deadline.go. */
  const checkDeadline = (): void => {
    const seconds = state.pod.spec?.activeDeadlineSeconds;
    if (seconds === undefined || state.outcome !== undefined) return;
    const leftMs = state.takenUpAtMs + seconds * 1000 - clock.nowMs();
    cancelDeadline?.();
    if (leftMs > 0) {
      cancelDeadline = clock.schedule(leftMs, requestPass);
      return;
    }
    const message = 'Pod was active on the node longer than the specified deadline';
    recorder.record(state.pod, 'Normal', 'DeadlineExceeded', message);
    state.outcome = { reason: 'DeadlineExceeded', message };
    state.ending.abort();
  };

  /** Stops what runs; and when nothing does any more and the pod is to go, lets it go. */
  const end = async (): Promise<void> => {
    if (!state.isOver) {
      probes.stopKilling();
      await stopContainers(context, state);
      probes.stop();
      see(state.slots);
      await leaveNetwork(context, state);
      state.isOver = true;
      context.images.forget(state.uid);
      onOver();
      writer.write(state);
      // A pod that has ended and stays is to take no room.
      if (emptyDirsOf(state.pod).length > 0) await emptyDirs.remove(state.uid).catch(onError);
    }
    writer.write(state);
    if (state.pod.metadata.deletionTimestamp === undefined && !state.isRemoved) return;
    isDone = true;
    stopTimers();
    deleteObject(context, state);
    await runtime.removePod(state.uid).catch(onError);
    onGone();
  };

  const stopTimers = (): void => {
    cancelRetry?.();
    cancelDeadline?.();
    probes.stop();
  };

  requestPass();
  return {
    state,
    surroundings,
    update: (newer) => {
      const asksForPass = concernsKubelet(state.pod, newer) || hasLostAddress(newer);
      state.pod = newer;
      updateSlots(state.slots, newer);
      if (newer.metadata.deletionTimestamp !== undefined) {
        state.ending.abort();
        hurryUp(state);
      }
      if (asksForPass) requestPass();
    },
    remove: () => {
      if (isDone) return;
      state.isRemoved = true;
      state.ending.abort();
      hurryUp(state);
      requestPass();
    },
    evict: (message) => {
      if (isEnding(state)) return;
      state.outcome = { reason: 'Evicted', message };
      state.graceLimitMs = EVICTION_GRACE_MS;
      state.ending.abort();
      hurryUp(state);
      requestPass();
    },
    close: async (graceMs) => {
      isDone = true;
      state.isRemoved = true;
      state.ending.abort();
      stopTimers();
      const stopAll = async (): Promise<void> => {
        for (const { hurry } of state.slots) hurry?.(graceMs);
        const running = state.slots.map(runningIn).filter((process) => process !== undefined);
        await Promise.all(running.map((process) => process.stop(graceMs)));
      };
      await stopAll();
      // A pass that was under way may have started one more.
      await passing;
      await stopAll();
    },
  };
}

/** Takes in what has become of the containers since the kubelet last looked. */
function see(slots: readonly Slot[]): void {
  for (const slot of slots) {
    notice(slot);
    // Said once: from now on it waits for what those before it wait for.
    if (slot.waiting === REMOVED) slot.waiting = undefined;
    if (slot.current?.end !== undefined) slot.current.isEndSeen = true;
  }
}

/** Notices which instance is in a slot now. Until then it waits as it did, also when it has been started already. */
function notice(slot: Slot): void {
  if (slot.seen !== slot.current) slot.waiting = undefined;
  slot.seen = slot.current;
}

/** Says whether a pass has changed a container in a way that the kubelet sees only when it looks. */
function isNewsAtNextLook({ current, seen }: Slot): boolean {
  return current !== seen || (current?.end !== undefined && !current.isEndSeen);
}

/** Says whether a newer version of a pod asks for something: most only bring back the status that was written. */
function concernsKubelet(old: Pod, newer: Pod): boolean {
  const [a, b] = [old.metadata, newer.metadata];
  if (a.generation !== b.generation || a.deletionTimestamp !== b.deletionTimestamp) return true;
  if (a.deletionGracePeriodSeconds !== b.deletionGracePeriodSeconds) return true;
  const count = ({ spec }: Pod): number => spec?.ephemeralContainers?.length ?? 0;
  return count(old) !== count(newer) || (newer.spec?.readinessGates ?? []).length > 0;
}
