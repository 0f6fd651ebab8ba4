import type { SettingName } from '@pod-contagion/simulator';
import { durationText } from './duration.ts';

/** What a control is about besides settings of the model. */
export type PlanName = 'seed' | 'untilMs' | 'sneezes' | 'sneezesEveryMs' | 'strains' | 'interventions';

/** One thing that can be changed: its key in the address, and how it is written there. */
export type Control = Readonly<{
  key: string;
  label: string;
  name: SettingName | PlanName;
  /** `range` is the least and the most of a time, `texts` lines of interventions. */
  kind: 'duration' | 'number' | 'choice' | 'switch' | 'range' | 'texts';
  /** As it is unless it is changed; '' where something else decides it. */
  usual: string;
  /** Where a slider stops; the words of a choice. */
  steps: readonly string[];
  help: string;
}>;

/** Controls that belong together. */
export type Group = Readonly<{ title: string; isOpen: boolean; controls: readonly Control[] }>;

const SECONDS = [1, 1.5, 2, 3, 4, 5, 7, 10, 12, 15, 20, 30, 40, 50];
const MINUTES = [1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 60];
const STEPS_MS: readonly number[] = [0, 1, 2, 5, 10, 20, 50, 100, 200, 300, 500, 750].concat(
  SECONDS.map((seconds) => seconds * 1_000),
  MINUTES.map((minutes) => minutes * 60_000),
);

function duration(
  key: string,
  name: Control['name'],
  label: string,
  [leastMs, mostMs]: readonly [number, number],
  usual: string,
  help: string,
): Control {
  const steps = STEPS_MS.filter((ms) => ms >= leastMs && ms <= mostMs).map(durationText);
  return { key, label, name, kind: 'duration', usual, steps, help };
}

function number(
  key: string,
  name: Control['name'],
  label: string,
  steps: readonly number[],
  usual: string,
  help: string,
): Control {
  return { key, label, name, kind: 'number', usual, steps: steps.map(String), help };
}

function choice(
  key: string,
  name: Control['name'],
  label: string,
  steps: readonly string[],
  help: string,
): Control {
  return { key, label, name, kind: 'choice', usual: steps[0] ?? '', steps, help };
}

function switched(key: string, name: Control['name'], label: string, help: string): Control {
  return { key, label, name, kind: 'switch', usual: 'no', steps: ['no', 'yes'], help };
}

function range(key: string, name: Control['name'], label: string, help: string): Control {
  return { key, label, name, kind: 'range', usual: '', steps: [], help };
}

const FAILURES = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30];

/** As the machine of the profile has it. */
export const AS_PROFILE = 'as profile';

/** Everything that can be changed, in the order in which it is shown. What is usual is the repository's own Deployment. */
export const GROUPS: readonly Group[] = [
  {
    title: 'Podders',
    isOpen: true,
    controls: [
      number(
        'n',
        'pods',
        'podders',
        [1, 2, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1_000, 2_000, 3_000, 5_000],
        '50',
        'How many there are behind the Service.',
      ),
      duration(
        'delay',
        'symptomDelayMs',
        'symptom delay',
        [0, 600_000],
        '10s',
        'From the infection to the first symptom.',
      ),
      duration(
        'health',
        'healthDelayMs',
        'health delay',
        [0, 600_000],
        '500ms',
        'From the first symptom to failing probes.',
      ),
      duration(
        'sneeze',
        'sneezeIntervalMs',
        'sneeze interval',
        [10, 60_000],
        '500ms',
        'From one sneeze to the next.',
      ),
      choice(
        'death',
        'death',
        'death',
        ['restart', 'replace', 'exit'],
        'Killed and restarted, deleted and replaced without back-off, or ending by themselves.',
      ),
      number(
        'immune',
        'immune',
        'immune pods',
        [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
        '0',
        'Behind the same Service; they take sneezes and pass none on.',
      ),
    ],
  },
  {
    title: 'Beginning and chance',
    isOpen: true,
    controls: [
      number(
        'seed',
        'seed',
        'seed',
        Array.from({ length: 100 }, (_, index) => index + 1),
        '1',
        'The same settings and seed give the same contagion.',
      ),
      duration(
        'until',
        'untilMs',
        'follow for',
        [10_000, 3_600_000],
        '10m',
        'Of virtual time, unless it dies out before.',
      ),
      number(
        'sneezes',
        'sneezes',
        'sneezes from outside',
        [1, 2, 3, 4, 5, 10, 20, 50],
        '1',
        'With which it begins.',
      ),
      duration(
        'every',
        'sneezesEveryMs',
        'one each',
        [0, 60_000],
        '500ms',
        'From one sneeze from outside to the next.',
      ),
      duration(
        'starter',
        'starterUntilMs',
        'starter behind the Service',
        [0, 60_000],
        '0s',
        'For so long a starter with a closed face takes sneezes too.',
      ),
      number(
        'strains',
        'strains',
        'strains',
        [1, 2, 3, 4, 5],
        '1',
        'Each begins with as many sneezes; who has one gets no other.',
      ),
    ],
  },
  {
    title: 'Probes and ends',
    isOpen: false,
    controls: [
      duration(
        'live.period',
        'livenessPeriodMs',
        'liveness period',
        [100, 60_000],
        '1s',
        'How often liveness is probed.',
      ),
      number(
        'live.failures',
        'livenessFailureThreshold',
        'liveness failures',
        FAILURES,
        '3',
        'Failures in a row that kill.',
      ),
      duration(
        'ready.period',
        'readinessPeriodMs',
        'readiness period',
        [0, 60_000],
        '1s',
        'How often readiness is probed; 0 is no such probe.',
      ),
      number(
        'ready.failures',
        'readinessFailureThreshold',
        'readiness failures',
        FAILURES,
        '3',
        'Failures in a row that take a podder out of the Service.',
      ),
      duration(
        'start.period',
        'startupPeriodMs',
        'startup period',
        [0, 60_000],
        '1s',
        'How often the startup probe is tried; 0 is no such probe.',
      ),
      number(
        'start.failures',
        'startupFailureThreshold',
        'startup failures',
        [3, 5, 10, 20, 30, 60, 120, 300],
        '60',
        'Failures after which a start has failed.',
      ),
      duration(
        'grace',
        'terminationGraceMs',
        'termination grace',
        [0, 60_000],
        '2s',
        'The longest a podder has to end; at least 2 s count.',
      ),
    ],
  },
  {
    title: 'Kubelet and back-off',
    isOpen: false,
    controls: [
      choice(
        'kubelet',
        'kubeletVersion',
        'kubelet',
        [AS_PROFILE, '1.36', '1.20'],
        'Whose rules of restarts hold.',
      ),
      duration(
        'backoff',
        'maxBackoffMs',
        'longest back-off',
        [1_000, 300_000],
        '',
        'crashLoopBackOff.maxContainerRestartPeriod; 5 minutes unless it is set.',
      ),
      switched(
        'decay',
        'reducedDecay',
        'reduced decay',
        'Feature gate ReduceDefaultCrashLoopBackOffDecay: 1 s doubling to 60 s.',
      ),
      switched(
        'all',
        'restartAllContainers',
        'restart all containers',
        'Feature gate RestartAllContainersOnContainerExits: no back-off.',
      ),
    ],
  },
  {
    title: 'Machine',
    isOpen: false,
    controls: [
      choice(
        'profile',
        'profile',
        'profile',
        ['generic', 'original-go', 'local-cluster', 'k8s-1.20'],
        "Whose own times hold, such as that of a container's start.",
      ),
      range('m.start', 'startMs', 'start', 'From the decision of the kubelet to a podder that answers.'),
      range('m.kill', 'killMs', 'kill', 'From the probe that kills to the end of the container.'),
      range('m.ready', 'readyMs', 'readiness', 'From the first answer to being ready.'),
      range('m.endpoint', 'endpointMs', 'endpoint', 'From being ready to the Service that hears of it.'),
      range('m.sneeze', 'firstSneezeMs', 'first sneeze', 'From the first symptom to the first sneeze.'),
      range(
        'm.replace',
        'replaceMs',
        'replacement',
        'From the deletion of a pod to the start of the new one.',
      ),
      duration(
        'm.sync',
        'syncMs',
        'proxy sync',
        [0, 10_000],
        '',
        'The least time between two syncs of the Service proxy.',
      ),
      number(
        'm.spread',
        'probeSpread',
        'probe spread',
        [0, 0.25, 0.5, 0.75, 1],
        '',
        'How far apart probes of pods are: 0 in step, 1 anywhere.',
      ),
      number(
        'm.unknown',
        'unknownEndProbability',
        'unknown ends',
        [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1],
        '',
        'The chance that a kubelet knows of no exited status, and doubles no back-off.',
      ),
    ],
  },
  {
    title: 'Nodes',
    isOpen: false,
    controls: [
      number(
        'nodes',
        'nodes',
        'nodes',
        [0, 1, 2, 3, 5, 10, 20, 50, 100],
        '0',
        'Where starts wait for each other; 0 is as many as it takes that none waits.',
      ),
      number(
        'node.pods',
        'nodePods',
        'pods of a node',
        [10, 20, 50, 110, 250, 500],
        '',
        'Those that are too many stay Pending; 110 unless it is set.',
      ),
      number(
        'node.cores',
        'nodeCores',
        'processors of a node',
        [0.5, 1, 2, 4, 8, 16, 32],
        '',
        'That starts share; 2 unless it is set.',
      ),
      duration(
        'node.work',
        'startWorkMs',
        'work of a start',
        [10, 10_000],
        '',
        'Time of a processor that a start takes; 300 ms unless it is set.',
      ),
    ],
  },
  {
    title: 'Interventions',
    isOpen: false,
    controls: [
      {
        key: 'do',
        label: 'what is done, one a line',
        name: 'interventions',
        kind: 'texts',
        usual: '',
        steps: [],
        help: "As in 'kill 50% at 60s', 'loss 10% at 30s for 1m' or 'scale 100 when restarts>=50'.",
      },
    ],
  },
];

/** All of them. */
export const CONTROLS: readonly Control[] = GROUPS.flatMap(({ controls }) => controls);
