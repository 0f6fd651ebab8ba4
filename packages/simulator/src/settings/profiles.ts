import type { KubeletVersion } from '@pod-contagion/lifecycle';
import type { MachineTimes } from '../engine/model.ts';

/** A machine by name: its own times, and the kubelet whose rules hold there unless another one is asked for. */
export type Profile = Readonly<{
  /** One sentence for help and docs. */
  description: string;
  kubeletVersion: KubeletVersion;
  machine: MachineTimes;
}>;

/**
 * How a ReplicaSet, a scheduler and a kubelet make new pods on Kubernetes 1.36.2, one node of two processors. Measured by
 * rigs/real-cluster/replace.ts, twice: of 35 pods that were deleted one after the other, the next was there 1 to 34 ms later, bound 0 to
 * 36 ms after that, and its container ran 0.30 to 0.58 s later (5 to 95 %), of which `startMs` has about a tenth of a second. Of 50
 * that were deleted at once the last was made after 2.6 and 3.0 s: 20 of them are above the controller's 30 requests at once, and
 * it sends 20 a second (`--kube-api-burst`, `--kube-api-qps`). The reaper, by rigs/real-cluster/reap.ts with 8 podders, twice, deleted a
 * pod 0.44 and 0.46 s after the end of its container in the median, and three of four within 2.5 s, the node at a load of 6 to 13.
 */
const NEW_PODS = {
  reapMs: [200, 1_500],
  replaceMs: [200, 480],
  createMs: [1, 35],
  createsPerSecond: 20,
  scheduleMs: 10,
} as const satisfies Partial<MachineTimes>;

/**
 * The original podders in their container of a hundredth of a processor, on Kubernetes 1.36.2, one node. Found by `calibrate` from two
 * recordings of 50 podders with a symptom delay of 10 s (packages/simulator/recordings); docs/simulator.md has how near they come.
 * How new pods come is that of `generic`.
 */
const ORIGINAL_GO: MachineTimes = {
  killMs: [98, 333],
  startMs: [2_599, 2_698],
  readyMs: [455, 760],
  endpointMs: [102, 533],
  syncMs: 1_000,
  firstSneezeMs: [26, 217],
  ...NEW_PODS,
  probeSpread: 1,
  unknownEndProbability: 0,
};

/**
 * Our podders in their images, on the same node. Found by `calibrate` from one recording of 50 podders with a symptom delay of 10 s.
 */
const GENERIC: MachineTimes = {
  killMs: [80, 510],
  startMs: [180, 440],
  readyMs: [290, 730],
  endpointMs: [200, 530],
  syncMs: 1_000,
  firstSneezeMs: [70, 310],
  ...NEW_PODS,
  probeSpread: 1,
  unknownEndProbability: 0,
};

/**
 * Processes of the local cluster, on two cores. Measured by rigs/local-times with 10 podders, of which 15 were deleted and 21 restarted:
 * from what 5 % to what 95 % stayed below. With 50, which are restarted all at once, most of these times are several times as long;
 * docs/simulator.md has both.
 */
const LOCAL_CLUSTER: MachineTimes = {
  killMs: [35, 190],
  startMs: [360, 1_110],
  readyMs: [15, 260],
  endpointMs: [10, 110],
  syncMs: 0,
  firstSneezeMs: [30, 105],
  reapMs: [0, 0],
  replaceMs: [40, 230],
  createMs: [0, 0],
  createsPerSecond: 0,
  scheduleMs: 0,
  probeSpread: 1,
  unknownEndProbability: 0,
};

/** The name of a machine. */
export type ProfileName = 'generic' | 'original-go' | 'local-cluster' | 'k8s-1.20';

/** Every machine by its name. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  generic: {
    description: 'podders in their images on Kubernetes 1.36',
    kubeletVersion: '1.36',
    machine: GENERIC,
  },
  'original-go': {
    description: 'the original podders, with a hundredth of a processor each, on Kubernetes 1.36',
    kubeletVersion: '1.36',
    machine: ORIGINAL_GO,
  },
  'local-cluster': {
    description: 'podders as processes of the local cluster',
    kubeletVersion: '1.36',
    machine: LOCAL_CLUSTER,
  },
  // The times are those of `original-go`, not measured by themselves. By the rules of 1.20 they give 302 [300, 303] restarts, where
  // docs/original.md has 301 of the original and 303 twice of our podders.
  'k8s-1.20': {
    description: 'the original podders on Kubernetes 1.20',
    kubeletVersion: '1.20',
    machine: ORIGINAL_GO,
  },
};
