import type { Pod } from '@pod-contagion/api-server/objects';
import { isActive, isReady, readySinceMs } from '../../control-loop/pod-state.ts';

/** Annotation by which a pod says how much it would rather stay; -2,147,483,648 to 2,147,483,647, default 0. */
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/** Order in which phases are given up. */
const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

const NANOSECONDS_PER_MS = 1e6;

/**
 * The `count` pods to delete when there are too many. First those not on a node, then pending, not ready, of less deletion
 * cost, beside more of their relatives on one node, ready for a shorter time, restarted more often, younger; times count
 * by their magnitude only, so that not always the youngest goes.
 *
 * Source: pkg/controller/controller_utils.go (`ActivePodsWithRanks`), replica_set.go (`getPodsToDelete`).
 * @param relatives the pods of all ReplicaSets of the same Deployment
 */
export function victims(
  pods: readonly Pod[],
  relatives: readonly Pod[],
  count: number,
  nowMs: number,
): Pod[] {
  if (count >= pods.length) return [...pods];
  const neighbours = new Map<string, number>();
  for (const pod of relatives) {
    if (!isActive(pod)) continue;
    const node = nodeOf(pod);
    neighbours.set(node, (neighbours.get(node) ?? 0) + 1);
  }
  return pods
    .map((pod) => traitsOf(pod, neighbours.get(nodeOf(pod)) ?? 0))
    .toSorted((a, b) => compareVictims(a, b, nowMs))
    .slice(0, count)
    .map(({ pod }) => pod);
}

type Traits = Readonly<{
  pod: Pod;
  isAssigned: boolean;
  phase: number;
  isReady: boolean;
  deletionCost: number;
  neighbours: number;
  readySinceMs: number | undefined;
  restarts: number;
  sidecarRestarts: number;
  createdAtMs: number | undefined;
}>;

function nodeOf({ spec }: Pod): string {
  return spec?.nodeName ?? '';
}

function traitsOf(pod: Pod, neighbours: number): Traits {
  const { status, spec, metadata } = pod;
  const sidecars = new Set(
    (spec?.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  );
  const sidecarCounts = (status?.initContainerStatuses ?? [])
    .filter(({ name }) => sidecars.has(name))
    .map(({ restartCount }) => restartCount);
  const { creationTimestamp } = metadata;
  return {
    pod,
    isAssigned: nodeOf(pod) !== '',
    phase: PHASES[status?.phase ?? ''] ?? 0,
    isReady: isReady(pod),
    deletionCost: deletionCost(metadata.annotations?.[DELETION_COST]),
    neighbours,
    readySinceMs: readySinceMs(pod),
    restarts: Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount)),
    sidecarRestarts: Math.max(0, ...sidecarCounts),
    createdAtMs: creationTimestamp === undefined ? undefined : Date.parse(creationTimestamp),
  };
}

function deletionCost(annotation: string | undefined): number {
  return annotation !== undefined && /^(?:0|-?[1-9]\d{0,9})$/.test(annotation) ? Number(annotation) : 0;
}

/** Negative where `a` is to go before `b`. */
function compareVictims(a: Traits, b: Traits, nowMs: number): number {
  return (
    Number(a.isAssigned) - Number(b.isAssigned) ||
    a.phase - b.phase ||
    Number(a.isReady) - Number(b.isReady) ||
    a.deletionCost - b.deletionCost ||
    b.neighbours - a.neighbours ||
    (a.isReady && b.isReady ? compareAges(a.readySinceMs, b.readySinceMs, a, b, nowMs) : 0) ||
    b.restarts - a.restarts ||
    b.sidecarRestarts - a.sidecarRestarts ||
    compareAges(a.createdAtMs, b.createdAtMs, a, b, nowMs) ||
    compareUids(a, b)
  );
}

/** Younger first by powers of two; within one, by uid, which is as good as random. */
function compareAges(
  atMs: number | undefined,
  otherAtMs: number | undefined,
  a: Traits,
  b: Traits,
  nowMs: number,
): number {
  if (atMs === otherAtMs) return 0;
  if (atMs === undefined) return -1;
  if (otherAtMs === undefined) return 1;
  const difference = magnitude(nowMs - atMs) - magnitude(nowMs - otherAtMs);
  if (difference !== 0) return difference;
  return compareUids(a, b);
}

/** Settles what nothing else does; Kubernetes leaves such an order open. */
function compareUids({ pod: a }: Traits, { pod: b }: Traits): number {
  const [uidA = '', uidB = ''] = [a.metadata.uid, b.metadata.uid];
  return uidA === uidB ? 0 : uidA < uidB ? -1 : 1;
}

/** Whole part of the binary logarithm of an age in nanoseconds; -1 for what lies ahead. */
function magnitude(ageMs: number): number {
  return ageMs > 0 ? Math.floor(Math.log2(ageMs * NANOSECONDS_PER_MS)) : -1;
}
