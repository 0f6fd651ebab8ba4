/**
 * Takes processor time: each of `cores` threads is busy for `percent` of the time. What it gets stands in the pod's cgroup,
 * and counts against the pod's limit where that has one.
 */
export type BurnFaultSpec = Readonly<{
  kind: 'burn';
  /** How many cores, 1 to 256. */
  cores: number;
  /** Of each of them, above 0, up to 100. */
  percent: number;
  /** What the pod may use of the node's processors, in cores, by its spec; left out where it has no limit. For the explanation alone. */
  limitCores?: number;
}>;

/** What the pod tells of its memory; an agent can't see it all by itself. */
export type PodMemory = Readonly<{
  /** The limit of the pod's own cgroup, by its spec; left out where the pod has none. */
  limitBytes?: number;
  /** The container whose processes the agent sees, so that it knows what they hold. */
  sees: string;
  /** The limits of all other containers, which count in full, as nobody sees what they hold. */
  unseenBytes: number;
}>;

/** Holds memory until its end. */
export type FillMemoryFaultSpec = Readonly<{
  kind: 'fill-memory';
  /** So many bytes of its own; or until the pod holds so much of its limit, in per cent, with what it held before. */
  amount: Readonly<{ bytes: number } | { percent: number }>;
  /** Over how long it grows, in ms; as fast as it can where left out. */
  rampMs?: number;
  /** Does not let go before the OOM killer comes. */
  untilOom?: boolean;
  /** Filled in for each pod. */
  pod?: PodMemory;
}>;

/** Holds a file in a volume until its end. */
export type FillDiskFaultSpec = Readonly<{
  kind: 'fill-disk';
  /** Name of a volume of the pod. */
  volume: string;
  /** Size of the file. */
  bytes: number;
  /** Over how long it grows, in ms; as fast as it can where left out. */
  rampMs?: number;
  /** Does not let go before the kubelet evicts the pod, or a volume with a file system of its own is full. */
  untilEvicted?: boolean;
  /** How much may be in the volume before the kubelet evicts the pod; filled in for each pod that has such a limit. */
  evictsAtBytes?: number;
}>;
