import {
  choiceFlag,
  durationFlag,
  numberFlag,
  switchFlag,
  textFlag,
  type Flag,
  type FlagsTable,
} from '@pod-contagion/command-line';
import type { Death, ProfileName } from '@pod-contagion/simulator';
import {
  MAX_SIMULATED_CORES,
  MAX_SIMULATED_DELAY_MS,
  MAX_SIMULATED_MS,
  MAX_SIMULATED_NODES,
  MAX_SIMULATED_PODS,
  MAX_START_WORK_MS,
  MAX_THREADS,
  MIN_SIMULATED_CORES,
} from '../limits.ts';
import { decimalFlag } from './decimal-flag.ts';

/** What all commands that simulate can be told of the experiment. */
export type ModelFlags = Readonly<{
  file: readonly string[];
  kustomize: readonly string[];
  replicas: number | undefined;
  'symptom-delay': number | undefined;
  'health-delay': number | undefined;
  'sneeze-interval': number | undefined;
  profile: ProfileName | undefined;
  machine: string | undefined;
  'kubelet-version': '1.36' | '1.20' | undefined;
  'max-restart-period': number | undefined;
  'reduced-decay': boolean;
  'restart-all-containers': boolean;
  death: Death | undefined;
  immune: number | undefined;
  nodes: number | undefined;
  'node-pods': number | undefined;
  'node-cores': number | undefined;
  'start-work': number | undefined;
  intervene: readonly string[];
}>;

const DELAY = { minMs: 0, maxMs: MAX_SIMULATED_DELAY_MS, described: `0 to ${MAX_SIMULATED_DELAY_MS} ms` };

/** Flags that say what is simulated; help and docs are made from this. */
export const MODEL_FLAGS: FlagsTable<ModelFlags> = {
  file: {
    ...pathsFlag("Whose podders to simulate instead of the repository's; may be repeated."),
    short: 'f',
  },
  kustomize: { ...pathsFlag('The same, as kubectl names kustomizations.'), short: 'k' },
  replicas: numberFlag({ min: 1, max: MAX_SIMULATED_PODS }, 'How many podders the Deployment has.'),
  'symptom-delay': durationFlag(DELAY, 'From being infected to the first symptom.'),
  'health-delay': durationFlag(DELAY, 'From the first symptom to failing probes.'),
  'sneeze-interval': durationFlag(
    { ...DELAY, minMs: 1, described: `1 to ${MAX_SIMULATED_DELAY_MS} ms` },
    'From one sneeze to the next.',
  ),
  profile: choiceFlag(
    ['generic', 'original-go', 'local-cluster', 'k8s-1.20'],
    "The machine whose own times hold, such as that of a container's start; default generic.",
  ),
  machine: textFlag(
    'file',
    'the path of a file',
    'A machine of your own instead: what `contagion calibrate --json` wrote.',
  ),
  'kubelet-version': choiceFlag(
    ['1.36', '1.20'],
    "Which kubelet's rules are followed; default: the profile's.",
  ),
  'max-restart-period': durationFlag(
    { minMs: 1_000, maxMs: 300_000, described: '1s to 300s' },
    'Longest CrashLoopBackOff; default 300s.',
  ),
  'reduced-decay': switchFlag(
    "The kubelet's feature gate ReduceDefaultCrashLoopBackOffDecay: back-offs from 1s to 60s.",
  ),
  'restart-all-containers': switchFlag(
    "The kubelet's feature gate RestartAllContainersOnContainerExits, and podders that use it: no back-off.",
  ),
  death: choiceFlag(
    ['restart', 'replace', 'exit'],
    'How podders end: killed and restarted by the kubelet, deleted and replaced by their ReplicaSet, or by themselves; default restart.',
  ),
  immune: numberFlag(
    { min: 0, max: MAX_SIMULATED_PODS },
    'Pods behind the same Service that nothing infects; default 0.',
  ),
  nodes: numberFlag(
    { min: 1, max: MAX_SIMULATED_NODES },
    'On how many nodes the podders are, where starts wait for each other; default: as many as it takes that none waits.',
  ),
  'node-pods': numberFlag(
    { min: 1, max: MAX_SIMULATED_PODS },
    'Most pods of a node; others stay Pending. Default 110.',
  ),
  'node-cores': decimalFlag(
    { min: MIN_SIMULATED_CORES, max: MAX_SIMULATED_CORES },
    'Processors that starts on one node share; default 2.',
  ),
  'start-work': durationFlag(
    { minMs: 1, maxMs: MAX_START_WORK_MS, described: `1 to ${MAX_START_WORK_MS} ms` },
    'Time of a processor that a start on a node takes; default 300ms.',
  ),
  intervene: {
    valueName: 'what and when',
    expected:
      "what is done and when, as in 'kill 50% at 60s', 'loss 10% at 30s for 1m' or 'scale 100 when restarts>=50'",
    help: 'Something that is done to it: kill, disconnect, delay, loss, scale or close-service; may be repeated.',
    repeated: true,
    read: (texts) => (texts.includes('') ? undefined : texts),
    fallback: [],
  },
};

/** How long a run is followed. */
export const UNTIL_FLAG: Flag<number | undefined> = durationFlag(
  { minMs: 1, maxMs: MAX_SIMULATED_MS, described: `1 to ${MAX_SIMULATED_MS} ms` },
  'How long a run is followed that does not die out; default 1h.',
);

/** On how many threads runs are made. */
export const THREADS_FLAG: Flag<number | undefined> = numberFlag(
  { min: 1, max: MAX_THREADS },
  'On how many threads to run; default: one per processor.',
);

/** Where a picture goes. */
export const PLOT_FLAG: Flag<string | undefined> = textFlag(
  'file',
  'the path of a file',
  'Where to draw what came of it, as .svg.',
);

function pathsFlag(help: string): Flag<readonly string[]> {
  return {
    valueName: 'path',
    expected: 'a manifest, a folder of manifests or a kustomization',
    help,
    repeated: true,
    read: (paths) => (paths.includes('') ? undefined : paths),
    fallback: [],
  };
}
