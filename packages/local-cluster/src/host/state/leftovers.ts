import { mkdirSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostProcesses, type Processes } from '../processes.ts';
import { CLUSTER_VARIABLE, signalGroup, signalProcess } from '../process-table.ts';

/** What is remembered of a process group that was started, in `processes/PID.json`. */
export type ProcessRecord = Readonly<{
  /** The leader. */
  pid: number;
  pgid: number;
  /** `processIdentity` of the leader. */
  identity: string;
  /** Id of the cluster, which all processes of the group have in their environment. */
  cluster: string;
}>;

/** Remembers the process groups of one cluster, so that they can be found after it was killed. */
export type ProcessRecords = Readonly<{
  /** Remembers a process just started, by its `processIdentity`, at once; the function returned forgets it. */
  add: (pid: number, identity: string | undefined) => () => void;
}>;

/** How long what was left is killed and waited for, in milliseconds. */
const END_LIMIT_MS = 5_000;

/** How often it is looked whether it has ended, in milliseconds. */
const LOOK_INTERVAL_MS = 10;

/** After how many looks that found nothing there is nothing. */
const LOOKS_IN_VAIN = 2;

/** How often it is looked in a program's last moment: what is killed may just have started another. */
const LAST_LOOKS = 3;

const FOLDER = 'processes';

/** Names the cluster; also finds a process started so shortly before the end that it has no record. */
const CLUSTER_FILE = 'cluster.json';

/** Opens the records in a cluster's folder. */
export function openProcessRecords(folder: string, cluster: string): ProcessRecords {
  const records = path.join(folder, FOLDER);
  mkdirSync(records, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(records, CLUSTER_FILE), JSON.stringify({ cluster }), { mode: 0o600 });
  return {
    add: (pid, identity = '') => {
      const file = path.join(records, `${pid}.json`);
      const record: ProcessRecord = { pid, pgid: pid, identity, cluster };
      // Synchronous: nothing may happen between the start of a process and its record.
      writeFileSync(file, JSON.stringify(record), { mode: 0o600 });
      return () => {
        try {
          unlinkSync(file);
        } catch {
          // The folder may have been removed before.
        }
      };
    },
  };
}

/**
 * Ends every process that a cluster left, given the folder of a cluster that lives no more, and says how many process
 * groups that were. A process is one of the cluster's if it has the very identity recorded, or the cluster's id in its
 * environment; nothing else is touched, whatever its pid or name.
 */
export async function endLeftovers(
  folder: string,
  processes: Processes = hostProcesses,
): Promise<{ ended: number }> {
  const { records, clusters } = readRecords(path.join(folder, FOLDER));
  const groups = new Set<number>();
  await endAll(
    () => killRecorded(records, groups, processes) + killMarked(records, clusters, groups, processes),
  );
  rmSync(path.join(folder, FOLDER), { recursive: true, force: true });
  return { ended: groups.size };
}

/** Ends every process that has a cluster's id in its environment: those that left their process group, too. */
export async function endMarked(cluster: string): Promise<void> {
  await endAll(() => killMarked([], new Set([cluster]), new Set(), hostProcesses));
}

/**
 * Kills every process that has a cluster's id in its environment, without waiting for their end: for the last moment of
 * a program, in which nothing can be waited for.
 */
export function killMarkedNow(cluster: string): void {
  for (let look = 0; look < LAST_LOOKS; look++) {
    if (killMarked([], new Set([cluster]), new Set(), hostProcesses) === 0) return;
  }
}

async function endAll(killOnce: () => number): Promise<void> {
  const untilMs = performance.now() + END_LIMIT_MS;
  let looksInVain = 0;
  while (performance.now() < untilMs) {
    looksInVain = killOnce() === 0 ? looksInVain + 1 : 0;
    // A process that is becoming another program just then shows no environment for a moment, so one look is not enough.
    if (looksInVain === LOOKS_IN_VAIN) return;
    await sleep(LOOK_INTERVAL_MS);
  }
}

/** Kills the groups whose leader still is the one recorded; returns how many there were. */
function killRecorded(records: readonly ProcessRecord[], groups: Set<number>, processes: Processes): number {
  let count = 0;
  for (const { pid, pgid, identity } of records) {
    if (processes.identityOf(pid) !== identity) continue;
    signalGroup(pgid, 'SIGKILL');
    groups.add(pgid);
    count += 1;
  }
  return count;
}

/** Kills what has the id of one of the clusters in its environment, with the whole group where that is on record. */
function killMarked(
  records: readonly ProcessRecord[],
  clusters: ReadonlySet<string>,
  groups: Set<number>,
  processes: Processes,
): number {
  if (clusters.size === 0) return 0;
  const recorded = new Set(records.map((record) => record.pgid));
  let count = 0;
  for (const { pid, group } of processes.withVariable(CLUSTER_VARIABLE, clusters)) {
    if (pid === process.pid) continue;
    if (recorded.has(group)) signalGroup(group, 'SIGKILL');
    else signalProcess(pid, 'SIGKILL');
    groups.add(group);
    count += 1;
  }
  return count;
}

function readRecords(folder: string): { records: ProcessRecord[]; clusters: Set<string> } {
  const records: ProcessRecord[] = [];
  const clusters = new Set<string>();
  for (const name of namesIn(folder)) {
    const record = parseRecord(path.join(folder, name));
    if (record === undefined) continue;
    if (typeof record.cluster === 'string' && record.cluster !== '') clusters.add(record.cluster);
    if (isComplete(record)) records.push(record);
  }
  return { records, clusters };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function parseRecord(file: string): Partial<Record<keyof ProcessRecord, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Cut off by the end of the cluster; the process is found by its environment.
    return undefined;
  }
}

/** Every process started leads its group; a group 1 or less would mean all processes there are. */
function isComplete(record: Partial<Record<keyof ProcessRecord, unknown>>): record is ProcessRecord {
  const { pid, pgid, identity } = record;
  return (
    Number.isSafeInteger(pid) &&
    (pid as number) > 1 &&
    pgid === pid &&
    typeof identity === 'string' &&
    identity !== ''
  );
}
