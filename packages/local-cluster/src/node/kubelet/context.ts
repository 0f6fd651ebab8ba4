import type { KubeletRules } from '@pod-contagion/lifecycle';
import type { EventRecorder } from '../../control-loop/recorder.ts';
import type { Clock } from '@pod-contagion/api-server/objects';
import type { ServiceReach } from '../../network/service-reach.ts';
import type { PodNetwork } from '../../network/types.ts';
import type { Registry } from '@pod-contagion/api-server/registry';
import type { ImagePulls } from './image-pulls.ts';
import type { Limiter } from './limiter.ts';
import type { Probers } from './probers.ts';
import type { Relist } from './relist.ts';
import type { Amounts } from './resource-field-ref.ts';
import type { Runtime } from '../runtime/runtime-types.ts';
import type { EmptyDirs } from '../volumes/empty-dirs.ts';

/** What all workers of one kubelet share. */
export type KubeletContext = Readonly<{
  registry: Registry;
  runtime: Runtime;
  network: PodNetwork;
  emptyDirs: EmptyDirs;
  images: ImagePulls;
  recorder: EventRecorder;
  probers: Probers;
  clock: Clock;
  /** Numbers in [0, 1). */
  random: () => number;
  rules: KubeletRules;
  nodeIp: string;
  /** Where Services answer. */
  services: ServiceReach;
  /** What the node has for pods. */
  allocatable: Amounts;
  startedAtMs: number;
  relist: Relist;
  /** The places for what is being started. */
  starts: Limiter;
  onError: (error: unknown) => void;
}>;
