import { readdirSync, readFileSync } from 'node:fs';

/** Variable that every process of a cluster has in its environment; its value is the id of the cluster. */
export const CLUSTER_VARIABLE = 'POD_CONTAGION_CLUSTER';

/** A process that lives, and the process group it is in. */
export type ProcessEntry = Readonly<{ pid: number; group: number }>;

/** All processes that live, without zombies; none where there is no /proc. */
export function listProcesses(): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readOrElse(() => readdirSync('/proc'), [])) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = readOrElse(() => readFileSync(`/proc/${pid}/stat`, 'latin1'), '');
    // The name before the last parenthesis may hold anything. Source: proc_pid_stat(5), fields 3 (state) and 5 (pgrp).
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 3);
    if (group !== undefined && state !== 'Z' && state !== 'X') entries.push({ pid, group: Number(group) });
  }
  return entries;
}

/** Whether a process was started with a variable of this value; false where that can't be known. */
export function hasVariable(pid: number, name: string, value: string): boolean {
  const environment = readOrElse(() => readFileSync(`/proc/${pid}/environ`, 'latin1'), '');
  return environment.split('\0').includes(`${name}=${value}`);
}

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
  if (!signalGroup(group, 0)) return false;
  // An init that reaps nobody, as in many containers, would keep the zombies of a group for ever.
  return process.platform !== 'linux' || livingGroups().has(group);
}

/** For how long one look at all processes serves, in milliseconds. */
const SNAPSHOT_AGE_MS = 20;

let snapshot: { groups: ReadonlySet<number>; atMs: number } | undefined;

function livingGroups(): ReadonlySet<number> {
  if (snapshot === undefined || performance.now() - snapshot.atMs > SNAPSHOT_AGE_MS) {
    snapshot = { groups: new Set(listProcesses().map(({ group }) => group)), atMs: performance.now() };
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

function readOrElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
