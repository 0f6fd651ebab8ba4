import type { ContainerStatus, Pod } from '../../machinery/objects.ts';

/** What the columns of a pod say of its containers. */
export type PodSummary = Readonly<{
  /** `Running`, `CrashLoopBackOff`, `Init:0/1`, `Terminating` ... */
  word: string;
  readyContainers: number;
  totalContainers: number;
  restarts: number;
  /** When the last of the ends that led to those restarts took place. */
  lastEnd: string | undefined;
}>;

/**
 * Sums a pod up as `kubectl get pods` shows it: the reason of the container that matters most stands for the pod.
 *
 * Source: pkg/printers/internalversion/printers.go (`printPod`).
 */
export function summarisePod(pod: Pod): PodSummary {
  const { spec, status } = pod;
  const sidecars = new Set(
    (spec?.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  );
  const init = summariseInit(pod, sidecars);
  const main = summariseMain(pod);
  const isInitialised = init.word === undefined || hasCondition(pod, 'Initialized');
  const counted = isInitialised
    ? [...init.sidecarStatuses, ...(status?.containerStatuses ?? [])]
    : init.statuses;
  const word = (isInitialised ? main.word : undefined) ?? init.word ?? phaseWord(pod);
  return {
    word: deletionWord(pod) ?? word,
    readyContainers: init.readySidecars + (isInitialised ? main.readyContainers : 0),
    totalContainers: (spec?.containers ?? []).length + sidecars.size,
    restarts: counted.reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0),
    lastEnd: latestEnd(counted),
  };
}

function phaseWord({ status }: Pod): string {
  const isGated = (status?.conditions ?? []).some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  return isGated ? 'SchedulingGated' : status?.reason || status?.phase || '';
}

function deletionWord({ metadata, status }: Pod): string | undefined {
  if (!metadata.deletionTimestamp) return undefined;
  if (status?.reason === 'NodeLost') return 'Unknown';
  return status?.phase === 'Succeeded' || status?.phase === 'Failed' ? undefined : 'Terminating';
}

type InitSummary = Readonly<{
  /** What initialisation waits for or failed with; undefined once it is over. */
  word: string | undefined;
  readySidecars: number;
  /** Up to the one that initialisation is at. */
  statuses: readonly ContainerStatus[];
  sidecarStatuses: readonly ContainerStatus[];
}>;

function summariseInit({ spec, status }: Pod, sidecars: ReadonlySet<string>): InitSummary {
  const total = (spec?.initContainers ?? []).length;
  const all = status?.initContainerStatuses ?? [];
  let readySidecars = 0;
  let word: string | undefined;
  let seen = 0;
  for (const [index, container] of all.entries()) {
    seen = index + 1;
    const { terminated, waiting } = container.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name) && container.started === true) {
      if (container.ready) readySidecars++;
      continue;
    }
    if (terminated) word = `Init:${endWord(terminated)}`;
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') word = `Init:${waiting.reason}`;
    else word = `Init:${index}/${total}`;
    break;
  }
  const statuses = all.slice(0, seen);
  return {
    word,
    readySidecars,
    statuses,
    sidecarStatuses: statuses.filter(({ name }) => sidecars.has(name)),
  };
}

function summariseMain(pod: Pod): { word: string | undefined; readyContainers: number } {
  let word: string | undefined;
  let readyContainers = 0;
  // The first container has the last word.
  for (const { state, ready } of (pod.status?.containerStatuses ?? []).toReversed()) {
    if (state?.waiting?.reason) word = state.waiting.reason;
    else if (state?.terminated) word = endWord(state.terminated);
    else if (ready && state?.running) readyContainers++;
  }
  if (word === 'Completed' || (word === undefined && phaseWord(pod) === 'Completed')) {
    if (readyContainers > 0) word = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
  }
  return { word, readyContainers };
}

function endWord(end: {
  reason?: string | undefined;
  signal?: number | undefined;
  exitCode: number;
}): string {
  if (end.reason) return end.reason;
  return end.signal ? `Signal:${end.signal}` : `ExitCode:${end.exitCode}`;
}

function hasCondition({ status }: Pod, name: string): boolean {
  return (status?.conditions ?? []).some(({ type, status: value }) => type === name && value === 'True');
}

function latestEnd(statuses: readonly ContainerStatus[]): string | undefined {
  let latest: string | undefined;
  for (const { lastState } of statuses) {
    const end = lastState?.terminated?.finishedAt;
    if (end && (latest === undefined || end > latest)) latest = end;
  }
  return latest;
}
