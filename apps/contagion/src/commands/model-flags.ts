import {
  choiceFlag,
  durationFlag,
  numberFlag,
  textFlag,
  type Flag,
  type FlagsTable,
} from '@pod-contagion/command-line';
import type { ProfileName } from '@pod-contagion/simulator';
import { MAX_SIMULATED_DELAY_MS, MAX_SIMULATED_MS, MAX_SIMULATED_PODS } from '../limits.ts';

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
};

/** How long a run is followed. */
export const UNTIL_FLAG: Flag<number | undefined> = durationFlag(
  { minMs: 1, maxMs: MAX_SIMULATED_MS, described: `1 to ${MAX_SIMULATED_MS} ms` },
  'How long a run is followed that does not die out; default 1h.',
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
