import { choice, duration, number, range, type Group } from './control.ts';

/** What a machine takes for it, nodes, and what is done to it from outside. */
export const MACHINE_GROUPS: readonly Group[] = [
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
