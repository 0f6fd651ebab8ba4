import type { KubeletRules } from '@pod-contagion/lifecycle';
import type { Image } from '../images/image.ts';
import type { EventRecorder } from '../../control-loop/recorder.ts';
import type { Clock, Pod } from '@pod-contagion/api-server/objects';
import type { ServiceReach } from '../../network/service-reach.ts';
import type { PodNetwork } from '../../network/types.ts';
import type { Registry } from '@pod-contagion/api-server/registry';
import type { KubeletContext } from './context.ts';
import { createImagePulls } from './image-pulls.ts';
import { createLimiter } from './limiter.ts';
import { thisMachine } from './machine.ts';
import { capacityOf, type Machine } from './node-object.ts';
import { keepNode } from './node-registration.ts';
import { createPodWorker, type PodWorker } from './pod-worker.ts';
import { networkProbers, type Probers } from './probers.ts';
import { createRelist } from './relist.ts';
import type { Runtime } from '../runtime/runtime-types.ts';
import { STARTS_PER_CORE } from './start-settling.ts';
import { createStatusWriter } from './status-writer.ts';
import { keepVolumeLimits } from './volume-limits.ts';
import type { EmptyDirs } from '../volumes/empty-dirs.ts';

/**
 * Pods that a node takes unless told otherwise. A real one takes 110, for the sake of container runtimes; a pod here is
 * one process, and 300 podders are to run on one node.
 */
export const DEFAULT_MAX_PODS = 1_000;

/** How long processes have, in milliseconds, when the kubelet itself is closed. */
const CLOSE_GRACE_MS = 1_000;

/** The longest that a timer of Node.js can be set to, in milliseconds; no cluster lives for these 24 days. */
const MAX_TIMER_MS = 2_147_483_647;

/** What a kubelet needs. */
export type KubeletOptions = Readonly<{
  registry: Registry;
  runtime: Runtime;
  network: PodNetwork;
  emptyDirs: EmptyDirs;
  images: Readonly<{ resolve: (name: string) => Image | undefined }>;
  recorder: EventRecorder;
  /** Default: probes that connect for real. */
  probers?: Probers | undefined;
  clock: Clock;
  /** Numbers in [0, 1), for the phases of probes and the jitter of retries. */
  random: () => number;
  rules: KubeletRules;
  nodeName: string;
  nodeIp: string;
  services: ServiceReach;
  /** Default: `DEFAULT_MAX_PODS`. */
  maxPods?: number | undefined;
  /** Default: the machine that this runs on. */
  machine?: Machine | undefined;
  /** Told of what no pod and no Event can be told of. */
  onError: (error: unknown) => void;
}>;

/** Runs the pods of one node. */
export type Kubelet = Readonly<{
  /** Ends everything it runs, within `graceMs` of SIGTERM (default 1 s), and itself; the objects stay as they are. */
  close: (graceMs?: number) => Promise<void>;
}>;

/** Starts a kubelet: it registers its Node and runs the pods that are bound to it. Source: pkg/kubelet/kubelet.go. */
export function createKubelet(options: KubeletOptions): Kubelet {
  const { registry, images, recorder, nodeName, nodeIp, onError } = options;
  const clock: Clock = {
    nowMs: options.clock.nowMs,
    // Periods and deadlines of pods can be longer, and what is too long for a timer goes off at once.
    schedule: (delayMs, action) => options.clock.schedule(Math.min(delayMs, MAX_TIMER_MS), action),
  };
  const { maxPods = DEFAULT_MAX_PODS, machine = thisMachine() } = options;
  const capacity = capacityOf(machine, maxPods);
  const startedAtMs = clock.nowMs();
  const relist = createRelist(clock, startedAtMs);
  const workers = new Map<string, PodWorker>();
  /** Pods for which there was no room. */
  const turnedAway = new Map<string, Pod>();

  const context: KubeletContext = {
    ...options,
    clock,
    probers: options.probers ?? networkProbers,
    images: createImagePulls(images.resolve, recorder, clock),
    allocatable: capacity,
    startedAtMs,
    relist,
    starts: createLimiter(STARTS_PER_CORE * machine.cpus),
  };

  const writer = createStatusWriter(registry, ({ uid }) => workers.get(uid)?.surroundings(), onError);

  const take = (pod: Pod): void => {
    const uid = pod.metadata.uid ?? '';
    if (countActive() >= maxPods) {
      turnedAway.set(uid, pod);
      setImmediate(() => {
        recorder.record(pod, 'Warning', 'OutOfpods', `the node takes ${maxPods} pods and has as many`);
      });
      return;
    }
    const worker = createPodWorker(context, pod, writer, {
      onOver: takeNext,
      onGone: () => {
        workers.delete(uid);
      },
    });
    workers.set(uid, worker);
  };

  /** A pod that has ended takes no room. */
  const countActive = (): number => {
    let count = 0;
    for (const { state } of workers.values()) if (!state.isOver) count++;
    return count;
  };

  const takeNext = (): void => {
    for (const [uid, pod] of turnedAway) {
      turnedAway.delete(uid);
      take(pod);
      return;
    }
  };

  const isMine = (pod: Pod): boolean => pod.spec?.nodeName === nodeName;

  const stopWatching = registry.onChange('pods', ({ type, object }) => {
    const uid = object.metadata.uid ?? '';
    const worker = workers.get(uid);
    if (type === 'DELETED') {
      turnedAway.delete(uid);
      worker?.remove();
    } else if (worker !== undefined) worker.update(object);
    else if (turnedAway.has(uid)) turnedAway.set(uid, object);
    else if (isMine(object)) take(object);
  });
  const letVolumesGrow = keepVolumeLimits(context, () => workers.values());
  const { version } = options.rules;
  const node = { name: nodeName, ip: nodeIp, machine, version, capacity };
  const releaseNode = keepNode({ registry, clock, ...node, onError });
  for (const pod of registry.list('pods')) if (isMine(pod)) take(pod);

  return {
    close: async (graceMs = CLOSE_GRACE_MS) => {
      stopWatching();
      letVolumesGrow();
      releaseNode();
      relist.close();
      turnedAway.clear();
      await Promise.all([...workers.values()].map((worker) => worker.close(graceMs)));
      writer.close();
    },
  };
}
