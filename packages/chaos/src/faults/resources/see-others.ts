import { readdir } from 'node:fs/promises';
import type { AgentContext } from '../fault-agent.ts';
import { INITIAL_PID_NAMESPACE, TARGET_PID_VARIABLE } from '../signal/target-process.ts';

/** How long a list of processes is used, in ms: they seldom come and go, and looking takes longer than reading. */
const LIST_FOR_MS = 1_000;

/** What the processes of the watched container hold. */
export type Others = Readonly<{
  /** In bytes, by their anonymous and shared memory; undefined where the agent can't see them. */
  read: () => Promise<number | undefined>;
  /** Whether containers here are plain processes of a machine, whose cgroup is not the pod's: the local cluster. */
  isPlain: boolean;
}>;

/**
 * Sees what the processes of one container hold: those of the agent's own process namespace but itself, which it shares with
 * that container; on the local cluster those of its process group.
 */
export function seeOthers({ env, readFile, readLink }: AgentContext): Others {
  const target = env[TARGET_PID_VARIABLE];
  const isPlain = target !== undefined;
  let list: readonly number[] | undefined;
  let listedAtMs = -Infinity;

  async function pids(): Promise<readonly number[] | undefined> {
    if (performance.now() - listedAtMs < LIST_FOR_MS) return list;
    listedAtMs = performance.now();
    if (!isPlain && (await readLink('/proc/self/ns/pid').catch(() => '')) === INITIAL_PID_NAMESPACE)
      return undefined;
    const all = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
    if (target === undefined) return all.includes(1) ? all : undefined;
    const inGroup = await Promise.all(all.map(async (pid) => (await groupOf(pid)) === Number(target)));
    return all.filter((_, index) => inGroup[index]);
  }

  async function groupOf(pid: number): Promise<number | undefined> {
    const stat = await readFile(`/proc/${pid}/stat`).catch(() => '');
    // The name stands in brackets and may have blanks; state, parent and group follow.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
  }

  return {
    isPlain,
    read: async () => {
      list = await pids();
      if (list === undefined) return undefined;
      const held = await Promise.all(list.map((pid) => heldBy(pid, readFile).catch(() => 0)));
      return held.reduce((sum, bytes) => sum + bytes, 0);
    },
  };
}

/** What a process holds in memory that is no file, in bytes; see proc_pid_status(5). */
export async function heldBy(pid: number | 'self', readFile: AgentContext['readFile']): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`);
  return ['RssAnon', 'RssShmem'].reduce((sum, field) => sum + kibOf(status, field) * 1_024, 0);
}

/** A field of /proc/PID/status or /proc/meminfo, in KiB; 0 where it is not there. */
export function kibOf(text: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0);
}
