const MIB = 1_048_576;

/** Most cores that one agent burns; more threads than a node has processors reach nothing. */
export const CORES_LIMIT = 256;

/** How far from what was asked a level may be, in points of per cent: a fault that is farther away has missed. */
export const TOLERANCE_POINTS = 5;

/** In which time a burning thread is to have used its share, in ms: as long as the kernel's period of a CPU quota. */
export const BURN_PERIOD_MS = 100;

/** Longest time that a thread burns without a look at its clocks, in ms. */
export const BURN_CHUNK_MS = 1;

/** What a thread makes up for at most after it had to wait, in ms of processor time: a burst would be another fault. */
export const BURN_DEBT_LIMIT_MS = 200;

/** How much memory is taken between two looks of the guard at most. */
export const MEMORY_STEP_BYTES: number = 32 * MIB;

/** The least that is taken at once, so that a small limit is approached in steps. */
export const MEMORY_LEAST_STEP_BYTES: number = MIB;

/** How often the guard of memory looks, in ms. */
export const MEMORY_GUARD_EVERY_MS = 100;

/** What the guard leaves of a limit, as a share, and at least. */
export const MEMORY_MARGIN_SHARE = 0.05;
export const MEMORY_MARGIN_BYTES: number = 16 * MIB;

/**
 * What the guard leaves of the node's memory at least, as a share and in bytes: kubelets evict pods below 100 MiB where
 * they are not told otherwise, and the kernel then ends processes of any pod.
 */
export const NODE_MARGIN_SHARE = 0.05;
export const NODE_MARGIN_BYTES: number = 512 * MIB;

/**
 * By how much the memory of the process may be above what it was before, once it has let go: its own program needs now more,
 * now less. Less than this is proven by the end of the thread alone that held it.
 */
export const MEMORY_RESIDUE_BYTES: number = 16 * MIB;

/** How much is written to a file between two looks of the guard. */
export const DISK_STEP_BYTES: number = 8 * MIB;

/** How often the guard looks at the volume while nothing is written, in ms. */
export const DISK_GUARD_EVERY_MS = 500;

/** How often all files of the volume are added up, in ms: kubelets do it about once in ten seconds. */
export const DISK_COUNT_EVERY_MS = 5_000;

/** Files and folders that are added up at most. */
export const DISK_COUNT_LIMIT = 100_000;

/** What the guard leaves of a limit beyond which the kubelet evicts, as a share, and at least. */
export const EVICTION_MARGIN_SHARE = 0.02;
export const EVICTION_MARGIN_BYTES: number = MIB;

/**
 * What the guard leaves of a disk of the node: kubelets evict pods where 10 % (nodefs) or 15 % (imagefs) are left, if they
 * are not told otherwise. Source: kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction.
 */
export const NODE_DISK_MARGIN_SHARE = 0.16;

/** What the guard leaves of a file system that a volume has for itself. */
export const OWN_DISK_MARGIN_SHARE = 0.02;

/** Most bytes that can be asked for. */
export const BYTES_LIMIT: number = 2 ** 50;
