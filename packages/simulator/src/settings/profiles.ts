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
 * The original podders in their container of a hundredth of a processor, on Kubernetes 1.36.2, one node. Fitted by a random search
 * to two recordings of 50 podders with a symptom delay of 10 s; on average of 400 runs, and within the central nine tenths: 307
 * restarts recorded, 313 [300, 350] simulated; with a back-off of 1 s at most, 416 s long, 944 recorded, 949 [935, 961] simulated.
 * `replaceMs` is not measured: with the start, a new pod was assumed to take 2 to 5 s.
 */
const ORIGINAL_GO: MachineTimes = {
  killMs: [350, 1_150],
  startMs: [2_150, 2_350],
  readyMs: [50, 1_000],
  endpointMs: [350, 700],
  syncMs: 1_000,
  firstSneezeMs: [0, 500],
  replaceMs: [0, 2_650],
  probeSpread: 1,
  unknownEndProbability: 0,
};

/**
 * Our podders in their images. Only the start is its own, half a second to one and a half, as most simulations of packages like it
 * were made with; nobody has fitted it to a recording yet. The rest is that of `original-go`, whose kubelet and Service proxy are the same.
 */
const GENERIC: MachineTimes = { ...ORIGINAL_GO, startMs: [500, 1_500], replaceMs: [1_500, 3_500] };

/**
 * Processes of the local cluster. Not measured: a podder that is told to end does so within a tenth of a second, a start is that of a
 * process of Node.js, its kubelet looks every second whether a container runs, and its Service proxy hears of a change at once.
 */
const LOCAL_CLUSTER: MachineTimes = {
  killMs: [20, 200],
  startMs: [150, 600],
  readyMs: [50, 1_000],
  endpointMs: [0, 50],
  syncMs: 0,
  firstSneezeMs: [0, 20],
  replaceMs: [50, 500],
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
  // The times are those of `original-go`, not measured by themselves. By the rules of 1.20 they give 301 [299, 302] restarts, where
  // docs/original.md has 301 of the original and 303 twice of our podders.
  'k8s-1.20': {
    description: 'the original podders on Kubernetes 1.20',
    kubeletVersion: '1.20',
    machine: ORIGINAL_GO,
  },
};
