import { AS_PROFILE, choice, duration, number, switched, type Group } from './control.ts';

const FAILURES = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30];

/** What kubelets do: probes, ends and back-off. */
export const KUBELET_GROUPS: readonly Group[] = [
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
];
