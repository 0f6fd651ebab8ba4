import { findCgroups, type CgroupFolders } from './find.ts';

/** Reads a text file; rejects where it can't be read. */
export type ReadFile = (path: string) => Promise<string>;

/** One cgroup by its memory. */
export type MemoryLevel = Readonly<{
  folder: string;
  /** What it may hold: the lower one of `memory.max` and `memory.high`; left out where there is no limit. */
  limitBytes?: number;
  /** The lowest limit of it and all above, where the kernel tells: version 1 does. */
  limitAboveBytes?: number;
  /** What it holds, without files that are in memory and were not used for a while: those go before anything is killed. */
  usedBytes: number;
  /** How many of its processes were ever killed for memory. */
  oomKills: number;
}>;

/** One cgroup by its processor time. */
export type CpuLevel = Readonly<{
  folder: string;
  /** What it may use, in cores; left out where there is no limit. */
  quotaCores?: number;
  /** In how many periods it was stopped because it had used that up. */
  throttledPeriods: number;
}>;

/** A limit that is none is as near to 2^63 as pages let it be. */
const NO_LIMIT_BYTES = 2 ** 60;

/** The memory of the cgroups that this process is in, as far as it can see, the nearest first. None where there are none. */
export async function readMemoryLevels(readFile: ReadFile): Promise<readonly MemoryLevel[]> {
  return readLevels('memory', readFile, (folder, version) =>
    version === 2 ? memoryOf2(folder, readFile) : memoryOf1(folder, readFile),
  );
}

/** The same for processor time. */
export async function readCpuLevels(readFile: ReadFile): Promise<readonly CpuLevel[]> {
  return readLevels('cpu', readFile, (folder, version) =>
    version === 2 ? cpuOf2(folder, readFile) : cpuOf1(folder, readFile),
  );
}

async function readLevels<Level>(
  controller: 'memory' | 'cpu',
  readFile: ReadFile,
  readLevel: (folder: string, version: CgroupFolders['version']) => Promise<Level>,
): Promise<readonly Level[]> {
  const [mountinfo, cgroup] = await Promise.all(
    ['/proc/self/mountinfo', '/proc/self/cgroup'].map((path) => readFile(path).catch(() => '')),
  );
  const found = findCgroups(controller, mountinfo ?? '', cgroup ?? '');
  if (found === undefined) return [];
  const levels = await Promise.all(
    // The root of all has no limits, and what is gone meanwhile counts for nothing.
    found.folders.map((folder) => readLevel(folder, found.version).catch(() => undefined)),
  );
  return levels.filter((level) => level !== undefined);
}

async function memoryOf2(folder: string, readFile: ReadFile): Promise<MemoryLevel> {
  const [max, high, current, stat, events] = await Promise.all([
    readFile(`${folder}/memory.max`),
    readFile(`${folder}/memory.high`).catch(() => 'max'),
    readFile(`${folder}/memory.current`),
    readFile(`${folder}/memory.stat`),
    readFile(`${folder}/memory.events`).catch(() => ''),
  ]);
  return {
    folder,
    ...limit(Math.min(amount(max), amount(high))),
    usedBytes: Math.max(0, amount(current) - valueOf(stat, 'inactive_file')),
    oomKills: valueOf(events, 'oom_kill'),
  };
}

async function memoryOf1(folder: string, readFile: ReadFile): Promise<MemoryLevel> {
  const [max, usage, stat, oom] = await Promise.all([
    readFile(`${folder}/memory.limit_in_bytes`),
    readFile(`${folder}/memory.usage_in_bytes`),
    readFile(`${folder}/memory.stat`),
    readFile(`${folder}/memory.oom_control`).catch(() => ''),
  ]);
  const above = valueOf(stat, 'hierarchical_memory_limit');
  return {
    folder,
    ...limit(amount(max)),
    ...(above > 0 && above < NO_LIMIT_BYTES && { limitAboveBytes: above }),
    usedBytes: Math.max(0, amount(usage) - valueOf(stat, 'total_inactive_file')),
    oomKills: valueOf(oom, 'oom_kill'),
  };
}

async function cpuOf2(folder: string, readFile: ReadFile): Promise<CpuLevel> {
  const [max, stat] = await Promise.all([readFile(`${folder}/cpu.max`), readFile(`${folder}/cpu.stat`)]);
  const [quota = '', period = ''] = max.trim().split(' ');
  return {
    folder,
    ...quotaOf(Number(quota), Number(period)),
    throttledPeriods: valueOf(stat, 'nr_throttled'),
  };
}

async function cpuOf1(folder: string, readFile: ReadFile): Promise<CpuLevel> {
  const [quota, period, stat] = await Promise.all([
    readFile(`${folder}/cpu.cfs_quota_us`),
    readFile(`${folder}/cpu.cfs_period_us`),
    readFile(`${folder}/cpu.stat`),
  ]);
  return {
    folder,
    ...quotaOf(Number(quota), Number(period)),
    throttledPeriods: valueOf(stat, 'nr_throttled'),
  };
}

/** No quota is `max` in version 2 and -1 in version 1. */
function quotaOf(quota: number, period: number): Pick<CpuLevel, 'quotaCores'> {
  return quota > 0 && period > 0 ? { quotaCores: quota / period } : {};
}

function limit(bytes: number): Pick<MemoryLevel, 'limitBytes'> {
  return bytes < NO_LIMIT_BYTES ? { limitBytes: bytes } : {};
}

function amount(text: string): number {
  const word = text.trim();
  if (word === 'max') return Infinity;
  if (/^\d+$/.test(word)) return Number(word);
  throw new Error(`expected a number, got ${JSON.stringify(word.slice(0, 40))}`);
}

/** The value of a key in a file of lines `key value`; 0 where it is not there. */
function valueOf(text: string, key: string): number {
  return Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}
