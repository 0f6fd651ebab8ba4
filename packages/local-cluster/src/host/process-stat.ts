/** What a line of /proc/PID/stat tells of a process that lives. */
export type ProcessStat = Readonly<{ group: number; /** In ticks since boot. */ startTime: string }>;

/** Places among the fields that come after the name. Source: proc_pid_stat(5), fields 3, 5 and 22. */
const STATE = 0;
const GROUP = 2;
const START_TIME = 19;

/** States of a process that has ended. Source: proc_pid_stat(5). */
const ENDED: ReadonlySet<string | undefined> = new Set(['Z', 'X', 'x']);

/**
 * Reads a line of /proc/PID/stat; undefined for a zombie, and for no such line. The name of the program stands in
 * parentheses and may hold parentheses, blanks and newlines itself, so its end is the last one.
 */
export function parseProcessStat(line: string): ProcessStat | undefined {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [group, startTime] = [fields[GROUP], fields[START_TIME]];
  if (ENDED.has(fields[STATE]) || group === undefined || startTime === undefined) return undefined;
  return { group: Number(group), startTime };
}
