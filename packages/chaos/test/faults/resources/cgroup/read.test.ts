import t from 'tap';
import { readCpuLevels, readMemoryLevels } from '../../../../src/faults/resources/cgroup/read.ts';

/** Reads from a table of files. */
function filesOf(files: Readonly<Record<string, string>>) {
  return (path: string): Promise<string> => {
    const text = files[path];
    return text === undefined ? Promise.reject(new Error(`no ${path}`)) : Promise.resolve(text);
  };
}

const V2 = {
  '/proc/self/mountinfo': '30 23 0:27 / /cg ro - cgroup2 cgroup2 rw',
  '/proc/self/cgroup': '0::/pod/agent\n',
  // A container without a limit in a pod that has one.
  '/cg/pod/agent/memory.max': 'max\n',
  '/cg/pod/agent/memory.high': 'max\n',
  '/cg/pod/agent/memory.current': '52428800\n',
  '/cg/pod/agent/memory.stat': 'anon 41943040\nfile 10485760\ninactive_file 8388608\n',
  '/cg/pod/agent/memory.events': 'low 0\nhigh 0\nmax 3\noom 1\noom_kill 1\noom_group_kill 0\n',
  '/cg/pod/memory.max': '268435456\n',
  '/cg/pod/memory.high': '201326592\n',
  '/cg/pod/memory.current': '104857600\n',
  '/cg/pod/memory.stat': 'inactive_file 0\n',
  '/cg/pod/agent/cpu.max': 'max 100000\n',
  '/cg/pod/agent/cpu.stat': 'usage_usec 10\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n',
  '/cg/pod/cpu.max': '50000 100000\n',
  '/cg/pod/cpu.stat': 'usage_usec 10\nnr_periods 40\nnr_throttled 12\nthrottled_usec 4711\n',
};

t.test('version 2', async (t) => {
  t.same(await readMemoryLevels(filesOf(V2)), [
    { folder: '/cg/pod/agent', usedBytes: 44_040_192, oomKills: 1 },
    { folder: '/cg/pod', limitBytes: 201_326_592, usedBytes: 104_857_600, oomKills: 0 },
  ]);
  t.same(await readCpuLevels(filesOf(V2)), [
    { folder: '/cg/pod/agent', throttledPeriods: 0 },
    { folder: '/cg/pod', quotaCores: 0.5, throttledPeriods: 12 },
  ]);
});

t.test('version 1, which tells of limits above', async (t) => {
  const files = filesOf({
    '/proc/self/mountinfo': [
      '40 39 0:30 /pod/agent /cg/cpu ro - cgroup cgroup rw,cpu,cpuacct',
      '41 39 0:33 /pod/agent /cg/memory ro - cgroup cgroup rw,memory',
    ].join('\n'),
    '/proc/self/cgroup': '9:cpu,cpuacct:/pod/agent\n4:memory:/pod/agent\n',
    '/cg/memory/memory.limit_in_bytes': '9223372036854771712\n',
    '/cg/memory/memory.usage_in_bytes': '52428800\n',
    '/cg/memory/memory.stat':
      'cache 100\ninactive_file 4096\nhierarchical_memory_limit 268435456\ntotal_inactive_file 8388608\n',
    '/cg/memory/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 2\n',
    '/cg/cpu/cpu.cfs_quota_us': '-1\n',
    '/cg/cpu/cpu.cfs_period_us': '100000\n',
    '/cg/cpu/cpu.stat': 'nr_periods 5\nnr_throttled 3\nthrottled_time 99\n',
  });
  t.same(await readMemoryLevels(files), [
    { folder: '/cg/memory', limitAboveBytes: 268_435_456, usedBytes: 44_040_192, oomKills: 2 },
  ]);
  t.same(await readCpuLevels(files), [{ folder: '/cg/cpu', throttledPeriods: 3 }]);
});

t.test('no cgroups, or files that can not be read: nothing', async (t) => {
  t.same(await readMemoryLevels(filesOf({})), []);
  const { '/cg/pod/memory.max': _, ...others } = V2;
  t.equal((await readMemoryLevels(filesOf(others))).length, 1, 'the other one');
});
