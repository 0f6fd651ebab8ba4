import type { CoreV1Event, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { printable } from '@pod-contagion/cluster-client/printable';
import { calling } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { readPod } from '../kubernetes/pods.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import type { PodName } from '../pod-name.ts';
import { isReady } from '../targets/pod-facts.ts';

/** Most messages of failed probes that a result holds. */
const MAX_FAILURES = 5;

/** What is left of a message; kubelets cut theirs at 10 KiB. */
const MAX_MESSAGE_CHARACTERS = 300;

/** Of a probe that does not say. Source: k8s.io/api/core/v1, Probe. */
const DEFAULT_PERIOD_SECONDS = 10;

/** Events and conditions have whole seconds. */
const SECOND_MS = 1_000;

/**
 * The connection itself came to nothing: the node did not get through. Source: net/http and net of Go, whose errors the
 * kubelet passes on.
 */
const NOT_REACHED = /while waiting for connection|dial [^ ]+ .*(?:i\/o timeout|no route to host|timed out)/;

/**
 * Nothing came back in time, or no: kubelet 1.36 says so both where a fault cut it off and where the program in the pod was
 * too slow or not there. Which of the two it was, what was let through of the node tells.
 */
const NO_ANSWER = /context deadline exceeded|Client\.Timeout exceeded|connection refused|reset by peer/;

/** What happened to a pod, by its probes, while a fault lasted. */
export type ProbeTrouble = Readonly<{
  /** How often its containers were started anew. */
  restarts: number;
  /** Whether its condition Ready was not True for a time. */
  wasUnready: boolean;
  /** What the kubelet said of failed probes, at most 5 messages; empty also where Events may not be listed. */
  failures: readonly string[];
  /** Whether the node did not get through: one of them says so, or none of its packets was let through. */
  nodeCutOff: boolean;
  /** Containers that were killed for memory; left out where none was. */
  oomKilled?: readonly string[];
  /** Whether the kubelet evicted the pod; left out where it did not. */
  evicted?: true;
}>;

/** What is known beside what the API server says. */
type KnownBefore = Readonly<{
  before: V1Pod;
  /** Since when the fault was in place, in ms since 1970. */
  sinceMs: number;
  /** Packets that were let through since the node was to be spared; undefined where nobody counted them. */
  letThrough?: number | undefined;
}>;

/**
 * Finds out whether the probes of a pod failed since it was looked at last; undefined where nothing tells of it, and where
 * nobody answers. Never throws.
 */
export async function probeTrouble(
  kube: Kubernetes,
  pod: PodName,
  { before, sinceMs, letThrough }: KnownBefore,
  signal: AbortSignal,
): Promise<ProbeTrouble | undefined> {
  const [now, events] = await Promise.all([
    readPod(kube, pod, signal).catch(() => undefined),
    unhealthyEvents(kube, pod, signal).catch(() => []),
  ]);
  const isSame = now?.metadata?.uid === pod.uid;
  const restarts = isSame ? Math.max(0, restartsOf(now) - restartsOf(before)) : 0;
  const wasUnready = isSame && isReady(before) && becameReadyMs(now) !== becameReadyMs(before);
  const failures = events.filter((event) => lastSeenMs(event) >= sinceMs - SECOND_MS).map(messageOf);
  const oomKilled = isSame ? oomKilledSince(before, now) : [];
  const isEvicted = isSame && now.status?.reason === 'Evicted';
  const isAny = restarts > 0 || wasUnready || failures.length > 0 || oomKilled.length > 0 || isEvicted;
  if (!isAny) return undefined;
  return {
    ...(isEvicted ? { evicted: true } : {}),
    ...(oomKilled.length === 0 ? {} : { oomKilled }),
    restarts,
    wasUnready,
    failures: [...new Set(failures)].slice(0, MAX_FAILURES),
    nodeCutOff:
      failures.some(
        (message) => NOT_REACHED.test(message) || (letThrough === 0 && NO_ANSWER.test(message)),
      ) ||
      (failures.length === 0 && letThrough === 0 && Date.now() - sinceMs >= 2 * probePeriodMs(before)),
  };
}

/**
 * How often the node asks the pod over the network, in ms; Infinity where it does not. A kubelet that has said much of a pod says no
 * more (25 Events, then one in five minutes), and Events may be forbidden: then a pod that got worse, and to which not
 * one packet of the node came in twice that time, was cut off. Source: client-go, tools/record/events_cache.go.
 */
function probePeriodMs({ spec }: V1Pod): number {
  const probes = (spec?.containers ?? []).flatMap(({ livenessProbe, readinessProbe }) => [
    livenessProbe,
    readinessProbe,
  ]);
  const periods = probes.flatMap((probe) =>
    probe === undefined || probe.exec !== undefined
      ? []
      : [(probe.periodSeconds ?? DEFAULT_PERIOD_SECONDS) * SECOND_MS],
  );
  return Math.min(...periods);
}

/** Containers that the kernel ended for memory since a pod was looked at first, ephemeral ones among them. */
function oomKilledSince(before: V1Pod, now: V1Pod): readonly string[] {
  const known = new Set(oomEnds(before).map(({ id }) => id));
  return [...new Set(oomEnds(now).flatMap(({ id, name }) => (known.has(id) ? [] : [name])))];
}

function oomEnds({ status }: V1Pod): readonly Readonly<{ id: string; name: string }>[] {
  const {
    containerStatuses = [],
    initContainerStatuses = [],
    ephemeralContainerStatuses = [],
  } = status ?? {};
  return [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses].flatMap(
    ({ name, state, lastState }) =>
      [state?.terminated, lastState?.terminated].flatMap((end) =>
        end?.reason === 'OOMKilled'
          ? [{ name, id: `${name} ${end.containerID ?? String(end.finishedAt)}` }]
          : [],
      ),
  );
}

async function unhealthyEvents(
  kube: Kubernetes,
  { namespace, name, uid }: PodName,
  signal: AbortSignal,
): Promise<readonly CoreV1Event[]> {
  const fieldSelector = `involvedObject.uid=${uid},reason=Unhealthy`;
  const { items } = await calling(
    `list events of pod ${namespace}/${name}`,
    kube.core.listNamespacedEvent({ namespace, fieldSelector }, await requestOptions(kube, { signal })),
  );
  return items;
}

function restartsOf({ status }: V1Pod): number {
  const { containerStatuses = [], initContainerStatuses = [] } = status ?? {};
  const all: readonly V1ContainerStatus[] = [...containerStatuses, ...initContainerStatuses];
  return all.reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/** When its condition Ready became what it is, in ms since 1970: by that it is seen even where it is True again. */
function becameReadyMs({ status }: V1Pod): number {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return new Date(ready?.lastTransitionTime ?? Number.NaN).getTime() + (ready?.status === 'True' ? 0 : 1);
}

function lastSeenMs({ lastTimestamp, eventTime, series, metadata }: CoreV1Event): number {
  const seen = series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp;
  return new Date(seen ?? Number.NaN).getTime();
}

function messageOf({ message = '' }: CoreV1Event): string {
  return printable(message.trim()).slice(0, MAX_MESSAGE_CHARACTERS);
}
