import { hostProcesses } from './processes.ts';

/** Variable that every process of a cluster has in its environment; its value is the id of the cluster. */
export const CLUSTER_VARIABLE = 'POD_CONTAGION_CLUSTER';

/** Sends a signal to a whole process group; says whether there is such a group. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  return signalled(-group, signal);
}

/** Sends a signal to one process; says whether there is such a process. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  return signalled(pid, signal);
}

/**
 * Whether a process of a group lives; zombies, which only wait to be reaped, do not. For groups that are older than
 * `SNAPSHOT_AGE_MS`: all processes have to be looked at, and hundreds of groups may end at once.
 */
export function isGroupAlive(group: number): boolean {
  // An init that reaps nobody, as in many containers, would keep the zombies of a group for ever.
  return signalGroup(group, 0) && livingGroups().has(group);
}

/** For how long one look at all processes serves, in milliseconds. */
const SNAPSHOT_AGE_MS = 20;

let snapshot: { groups: ReadonlySet<number>; atMs: number } | undefined;

function livingGroups(): ReadonlySet<number> {
  if (snapshot === undefined || performance.now() - snapshot.atMs > SNAPSHOT_AGE_MS) {
    snapshot = { groups: new Set(hostProcesses.list().map(({ group }) => group)), atMs: performance.now() };
  }
  return snapshot.groups;
}

function signalled(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(target, signal);
    return true;
  } catch (error) {
    // Where it is not allowed there is somebody.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
