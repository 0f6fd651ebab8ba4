import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How long `ps` may take where there is no /proc, in milliseconds. */
const PS_TIMEOUT_MS = 5_000;

/** Place of the start time among the fields of /proc/PID/stat that come after the name. Source: proc_pid_stat(5), field 22. */
const START_TIME_FIELD = 19;

let bootId: string | undefined;

/**
 * Something that names one process for ever, unlike its pid, which a later process may get: the pid with, on Linux,
 * the boot and the tick of its start, elsewhere the date of its start. Undefined where there is no such process, or only its zombie.
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return process.platform === 'linux' ? linuxIdentity(pid) : startDate(pid);
}

function linuxIdentity(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  const startTime = startTimeOf(stat);
  if (startTime === undefined) return undefined;
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  return `${bootId}/${pid}/${startTime}`;
}

/**
 * The start time, in ticks since boot, that a line of /proc/PID/stat holds; undefined for a zombie. The name of the
 * program stands in parentheses and may hold parentheses, blanks and newlines itself, so its end is the last one.
 */
export function startTimeOf(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  return state === 'Z' || state === 'X' || state === 'x' ? undefined : fields[START_TIME_FIELD];
}

function startDate(pid: number): string | undefined {
  const ps = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    // The date would otherwise depend on the language and the zone of whoever asks.
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    timeout: PS_TIMEOUT_MS,
  });
  const [state, ...date] = (ps.stdout ?? '').trim().split(/\s+/);
  return ps.status !== 0 || date.length === 0 || state?.startsWith('Z')
    ? undefined
    : `${pid}/${date.join(' ')}`;
}
