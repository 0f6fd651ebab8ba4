import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { parseProcessStat, type ProcessStat } from './process-stat.ts';
import type { HostProcess, Listener, Processes } from './processes.ts';
import { parseTcpTable } from './tcp-table.ts';
import { distinctListeners } from './listeners.ts';

/** What a socket is called in /proc/PID/fd. Source: proc_pid_fd(5). */
const SOCKET_LINK = /^socket:\[(\d+)\]$/;

/** Processes as Linux shows them in /proc. */
export function createLinuxProcesses(): Processes {
  let bootId: string | undefined;

  const identityOf = (pid: number): string | undefined => {
    const stat = statOf(pid);
    if (stat === undefined) return undefined;
    // A tick is a time since this boot.
    bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${bootId}/${pid}/${stat.startTime}`;
  };

  const withVariable = (name: string, values: ReadonlySet<string>): HostProcess[] => {
    const wanted = [...values].map((value) => `${name}=${value}`);
    return listProcesses().filter(({ pid }) => {
      const environment = readOrElse(() => readFileSync(`/proc/${pid}/environ`, 'latin1'), '').split('\0');
      return wanted.some((variable) => environment.includes(variable));
    });
  };

  return { list: listProcesses, identityOf, withVariable, listenersOf };
}

function listProcesses(): HostProcess[] {
  return readOrElse(() => readdirSync('/proc'), []).flatMap((name) => {
    const pid = Number(name);
    const stat = statOf(pid);
    return stat === undefined ? [] : [{ pid, group: stat.group }];
  });
}

function statOf(pid: number): ProcessStat | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return parseProcessStat(readOrElse(() => readFileSync(`/proc/${pid}/stat`, 'latin1'), ''));
}

async function listenersOf(group: number): Promise<readonly Listener[] | undefined> {
  const members = listProcesses().filter((each) => each.group === group);
  const found = await Promise.all(members.map(({ pid }) => listenersOfProcess(pid)));
  const known = found.filter((listeners) => listeners !== undefined);
  return known.length < found.length ? undefined : distinctListeners(known.flat());
}

/** Undefined where its files may not be looked at, as those of another user; none where it has just ended. */
async function listenersOfProcess(pid: number): Promise<readonly Listener[] | undefined> {
  const folder = `/proc/${pid}`;
  try {
    const names = await readdir(`${folder}/fd`);
    const links = await Promise.all(names.map((name) => readlink(`${folder}/fd/${name}`).catch(() => '')));
    const sockets = new Set(links.map((link) => SOCKET_LINK.exec(link)?.[1]));
    // The tables of its own network namespace.
    const tables = await Promise.all([tableIn(`${folder}/net/tcp`), tableIn(`${folder}/net/tcp6`)]);
    return tables.flat().filter(({ inode }) => sockets.has(inode));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ESRCH' ? [] : undefined;
  }
}

/** A kernel without IPv6 has no table of it. */
async function tableIn(file: string): Promise<ReturnType<typeof parseTcpTable>> {
  return parseTcpTable(await readFile(file, 'latin1').catch(() => ''));
}

function readOrElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
