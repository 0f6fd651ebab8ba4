import { apiTime, type ContainerStatus, type Pod, type PodStatus } from '@pod-contagion/api-server/objects';
import type { PodPhase } from './pod-phase.ts';

/** A condition without its times. */
export type Verdict = Readonly<{
  type: string;
  status: 'True' | 'False';
  reason?: string;
  message?: string;
}>;

/** The condition that says whether all containers of a pod are being removed, to be started anew. */
export const ALL_CONTAINERS_RESTARTING = 'AllContainersRestarting';

/** What the conditions of a pod are reckoned from. */
export type ConditionInput = Readonly<{
  pod: Pod;
  phase: PodPhase;
  hasSandbox: boolean;
  init: readonly ContainerStatus[];
  regular: readonly ContainerStatus[];
  /** Names of the init containers that are restarted always. */
  sidecars: ReadonlySet<string>;
}>;

type Condition = NonNullable<PodStatus['conditions']>[number];

/**
 * The conditions that a kubelet owns, in the order in which it writes them.
 *
 * Source: pkg/kubelet/status/generate.go.
 */
export function podVerdicts(input: ConditionInput): Verdict[] {
  const containersReady = containersReadyVerdict(input);
  return [
    { type: 'PodReadyToStartContainers', status: input.hasSandbox ? 'True' : 'False' },
    initializedVerdict(input),
    readyVerdict(input.pod, containersReady),
    containersReady,
  ];
}

/**
 * Whether all containers of a pod are being removed; none for a pod in which that can't be asked for.
 *
 * Source: pkg/kubelet/status/generate.go (`GenerateAllContainersRestartingCondition`).
 */
export function restartingAllVerdict(isRestartingAll: boolean | undefined, phase: PodPhase): Verdict[] {
  if (isRestartingAll === undefined) return [];
  const type = ALL_CONTAINERS_RESTARTING;
  if (phase === 'Succeeded') return [{ type, status: 'False', reason: 'PodCompleted' }];
  if (phase === 'Failed') return [{ type, status: 'False', reason: 'PodFailed' }];
  if (!isRestartingAll) return [{ type, status: 'False' }];
  const message = 'container exited with restart policy rule';
  return [{ type, status: 'True', reason: 'RestartAllContainersStarted', message }];
}

function initializedVerdict({ phase, init, regular, sidecars }: ConditionInput): Verdict {
  const type = 'Initialized';
  if (phase === 'Succeeded') return { type, status: 'True', reason: 'PodCompleted' };
  const hasBeen = regular.some(
    ({ state, lastState }) => state?.waiting === undefined || lastState?.terminated !== undefined,
  );
  const incomplete = init.filter(({ name, started, ready }) => !(sidecars.has(name) ? started : ready));
  if (hasBeen || incomplete.length === 0) return { type, status: 'True' };
  const message = `containers with incomplete status: ${names(incomplete)}`;
  return { type, status: 'False', reason: 'ContainersNotInitialized', message };
}

function containersReadyVerdict({ phase, init, regular, sidecars }: ConditionInput): Verdict {
  const type = 'ContainersReady';
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };
  const unready = [...init.filter(({ name }) => sidecars.has(name)), ...regular].filter(
    ({ ready }) => !ready,
  );
  if (unready.length === 0) return { type, status: 'True' };
  const message = `containers with unready status: ${names(unready)}`;
  return { type, status: 'False', reason: 'ContainersNotReady', message };
}

function readyVerdict({ spec, status }: Pod, containersReady: Verdict): Verdict {
  const type = 'Ready';
  if (containersReady.status === 'False') return { ...containersReady, type };
  const missing: string[] = [];
  for (const { conditionType } of spec?.readinessGates ?? []) {
    const condition = status?.conditions?.find((candidate) => candidate.type === conditionType);
    if (condition === undefined) {
      missing.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    } else if (condition.status !== 'True') {
      missing.push(
        `the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`,
      );
    }
  }
  if (missing.length === 0) return { type, status: 'True' };
  return { type, status: 'False', reason: 'ReadinessGatesNotReady', message: missing.join(', ') };
}

/** Names as Go prints a list of them. */
function names(statuses: readonly ContainerStatus[]): string {
  return `[${statuses.map(({ name }) => name).join(' ')}]`;
}

/**
 * Puts a kubelet's verdicts in the place of those before; a condition of the same status keeps its time. The others,
 * of the scheduler and of whoever else, stay and follow.
 *
 * Source: pkg/kubelet/status/status_manager.go (`updateLastTransitionTime`, `mergePodStatus`).
 */
export function mergeConditions(
  old: readonly Condition[],
  verdicts: readonly Verdict[],
  observedGeneration: number | undefined,
  nowMs: number,
): Condition[] {
  const owned = verdicts.map((verdict) => {
    const before = old.find(({ type }) => type === verdict.type);
    const { type, status, ...why } = verdict;
    return {
      type,
      ...(observedGeneration === undefined ? {} : { observedGeneration }),
      status,
      // Go's zero time: kubelets do not set it, and clients of Kubernetes expect it to be there.
      lastProbeTime: null as never,
      lastTransitionTime:
        before?.status === status && before.lastTransitionTime !== undefined
          ? before.lastTransitionTime
          : apiTime(nowMs),
      ...why,
    };
  });
  return [...owned, ...old.filter(({ type }) => !verdicts.some((verdict) => verdict.type === type))];
}
