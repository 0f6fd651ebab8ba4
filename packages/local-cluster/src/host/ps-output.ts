import type { HostProcess } from './processes.ts';

/** A process that lives, and what `ps` prints as its command: the arguments, and the environment where that was asked for. */
export type CommandText = HostProcess & Readonly<{ text: string }>;

/** Reads `ps -o pid=,pgid=,stat=`, without zombies. */
export function parseGroups(text: string): HostProcess[] {
  return parseCommands(text).map(({ pid, group }) => ({ pid, group }));
}

/** Reads `ps -o pid=,pgid=,stat=,command=`, without zombies; a line that is none, as of a command that holds newlines, is passed over. */
export function parseCommands(text: string): CommandText[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, group, state = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s*(.*)$/.exec(line) ?? [];
    if (pid === undefined || group === undefined || isZombie(state)) return [];
    return [{ pid: Number(pid), group: Number(group), text: command }];
  });
}

/** Reads the date of the start out of `ps -o stat=,lstart= -p PID`; undefined where there is no such process, or only its zombie. */
export function parseStartDate(text: string): string | undefined {
  const [state = '', ...date] = text.trim().split(/\s+/);
  return date.length === 0 || isZombie(state) ? undefined : date.join(' ');
}

function isZombie(state: string): boolean {
  return state.startsWith('Z');
}
