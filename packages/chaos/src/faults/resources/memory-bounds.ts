import type { MemoryLevel } from './cgroup/read.ts';
import { formatBytes } from './describe.ts';
import { MEMORY_MARGIN_BYTES, MEMORY_MARGIN_SHARE, NODE_MARGIN_BYTES, NODE_MARGIN_SHARE } from './limits.ts';
import type { PodMemory } from './spec.ts';

/** Memory as it is now. */
export type MemoryReadings = Readonly<{
  /** The cgroups that the agent sees, its own first. */
  levels: readonly MemoryLevel[];
  /** What the agent holds by itself, in bytes; instead of its cgroup where that is not its own, or out of sight. */
  ownBytes?: number;
  /** What the processes of the watched container hold; undefined where they can't be seen. */
  othersBytes: number | undefined;
  nodeBytes: number;
  nodeFreeBytes: number;
}>;

/** Something that ends: a limit, and what is used of it. */
export type MemoryBound = Readonly<{
  of: 'cgroup' | 'pod' | 'node';
  limitBytes: number;
  usedBytes: number;
  /** What is left alone. */
  marginBytes: number;
}>;

/**
 * All bounds that a pod's memory has: limits of cgroups that the agent sees; that of the pod, which it seldom sees and is
 * told; the memory of the node. What the pod uses of its own is put together where its cgroup is out of sight: the agent's
 * cgroup, the processes of the watched container, and the limits of all others, as the worst that they could hold.
 */
export function memoryBounds(readings: MemoryReadings, pod: PodMemory | undefined): readonly MemoryBound[] {
  const { levels, nodeBytes, nodeFreeBytes } = readings;
  const bounds = levels.flatMap(({ limitBytes, usedBytes }): MemoryBound[] =>
    limitBytes === undefined
      ? []
      : [{ of: 'cgroup', limitBytes, usedBytes, marginBytes: marginOf(limitBytes) }],
  );
  const podLimit = Math.min(pod?.limitBytes ?? Infinity, levels[0]?.limitAboveBytes ?? Infinity);
  // A cgroup above that has this limit is the pod's own, and tells more than can be put together.
  const isSeen = bounds.some(({ limitBytes }) => limitBytes <= podLimit);
  if (Number.isFinite(podLimit) && !isSeen) {
    const usedBytes = podUsed(readings, pod);
    bounds.push({ of: 'pod', limitBytes: podLimit, usedBytes, marginBytes: marginOf(podLimit) });
  }
  bounds.push({
    of: 'node',
    limitBytes: nodeBytes,
    usedBytes: nodeBytes - nodeFreeBytes,
    marginBytes: Math.max(NODE_MARGIN_BYTES, NODE_MARGIN_SHARE * nodeBytes),
  });
  return bounds;
}

function podUsed({ levels, ownBytes, othersBytes }: MemoryReadings, pod: PodMemory | undefined): number {
  const own = ownBytes ?? levels[0]?.usedBytes ?? 0;
  // Nobody can say what is held there: then as much as may be.
  const others = othersBytes ?? Math.max(0, (pod?.limitBytes ?? 0) - (pod?.unseenBytes ?? 0));
  return own + others + (pod?.unseenBytes ?? 0);
}

function marginOf(limitBytes: number): number {
  return Math.max(MEMORY_MARGIN_BYTES, MEMORY_MARGIN_SHARE * limitBytes);
}

/** What can still be taken before the margin; negative where it is used already. */
export function roomOf({ limitBytes, usedBytes, marginBytes }: MemoryBound): number {
  return Math.floor(limitBytes - marginBytes - usedBytes);
}

/** The bound that a share of the pod's limit is of: the lowest limit but the node's; undefined where there is none. */
export function limitOfPod(bounds: readonly MemoryBound[]): MemoryBound | undefined {
  return bounds.filter(({ of }) => of !== 'node').toSorted((a, b) => a.limitBytes - b.limitBytes)[0];
}

/** The bound with the least room among those that the guard keeps; `--until-oom` lifts all but the node's. */
export function tightest(bounds: readonly MemoryBound[], untilOom: boolean): MemoryBound | undefined {
  return bounds.filter(({ of }) => !untilOom || of === 'node').toSorted((a, b) => roomOf(a) - roomOf(b))[0];
}

/** A bound in words: `20 MiB of the 256 MiB of the pod are left`. */
export function describeBound({ of, limitBytes, usedBytes }: MemoryBound): string {
  const whose = { cgroup: "of the agent's cgroup", pod: 'of the pod', node: 'of the node' }[of];
  return `${formatBytes(limitBytes - usedBytes)} of the ${formatBytes(limitBytes)} ${whose} are left`;
}
