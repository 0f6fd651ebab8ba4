import fc from 'fast-check';
import t from 'tap';
import { findCgroups } from '../../../../src/faults/resources/cgroup/find.ts';

const V2 = '30 23 0:27 / /sys/fs/cgroup ro,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate';
const POD = '/kubepods/burstable/podf81d4fae';

t.test('version 2, with a cgroup namespace: its own alone', async (t) => {
  t.same(findCgroups('memory', V2, '0::/\n'), { version: 2, folders: ['/sys/fs/cgroup'] });
});

t.test('version 2, where all can be seen: up to the root', async (t) => {
  t.same(findCgroups('cpu', V2, `0::${POD}/abc\n`)?.folders, [
    `/sys/fs/cgroup${POD}/abc`,
    `/sys/fs/cgroup${POD}`,
    '/sys/fs/cgroup/kubepods/burstable',
    '/sys/fs/cgroup/kubepods',
    '/sys/fs/cgroup',
  ]);
  t.same(
    findCgroups('memory', V2, '0::/../other\n')?.folders,
    ['/sys/fs/cgroup'],
    'outside of the namespace',
  );
});

t.test('version 1 in a container: the folder that is mounted', async (t) => {
  const mountinfo = [
    `40 39 0:30 ${POD}/abc /sys/fs/cgroup/cpu,cpuacct ro,nosuid master:9 - cgroup cgroup rw,cpu,cpuacct`,
    `41 39 0:33 ${POD}/abc /sys/fs/cgroup/memory ro,nosuid master:10 - cgroup cgroup rw,memory`,
    '42 39 0:35 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
  ].join('\n');
  const cgroup = `9:cpu,cpuacct:${POD}/abc\n4:memory:${POD}/abc\n0::/\n`;
  t.same(findCgroups('memory', mountinfo, cgroup), { version: 1, folders: ['/sys/fs/cgroup/memory'] });
  t.same(findCgroups('cpu', mountinfo, cgroup)?.folders, ['/sys/fs/cgroup/cpu,cpuacct']);
});

t.test('blanks in paths are written as octal numbers', async (t) => {
  const mountinfo = String.raw`30 23 0:27 / /my\040cgroups ro - cgroup2 cgroup2 rw`;
  t.same(findCgroups('memory', mountinfo, '0::/\n')?.folders, ['/my cgroups']);
});

t.test('none, where none is mounted, and whatever the files hold', async (t) => {
  t.equal(findCgroups('memory', '', ''), undefined);
  fc.assert(
    fc.property(fc.string(), fc.string(), (mountinfo, cgroup) => {
      findCgroups('memory', mountinfo, cgroup);
      return (findCgroups('cpu', V2, cgroup)?.folders.length ?? 0) > 0;
    }),
  );
});
