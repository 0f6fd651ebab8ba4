import fc from 'fast-check';
import t from 'tap';
import {
  describeBound,
  limitOfPod,
  memoryBounds,
  roomOf,
  tightest,
  type MemoryReadings,
} from '../../../src/faults/resources/memory-bounds.ts';

const MIB = 1_048_576;

const READINGS: MemoryReadings = {
  levels: [{ folder: '/a', usedBytes: 60 * MIB, oomKills: 0 }],
  othersBytes: 40 * MIB,
  nodeBytes: 16_384 * MIB,
  nodeFreeBytes: 8_192 * MIB,
};

t.test('a pod whose cgroup is out of sight: what is known, and the worst of the rest', async (t) => {
  const pod = { limitBytes: 512 * MIB, sees: 'main', unseenBytes: 128 * MIB };
  const bounds = memoryBounds(READINGS, pod);
  const limit = limitOfPod(bounds);
  t.match(limit, { of: 'pod', limitBytes: 512 * MIB, usedBytes: (60 + 40 + 128) * MIB });
  t.equal(roomOf(limit!), Math.floor(512 * MIB * 0.95 - 228 * MIB));
  t.equal(tightest(bounds, false), limit);
  t.match(tightest(bounds, true), { of: 'node' }, 'the node is never given up');
  t.equal(describeBound(limit!), '284 MiB of the 512 MiB of the pod are left');
});

t.test('containers that can not be seen count with all that they may hold', async (t) => {
  const { othersBytes: _, ...blind } = READINGS;
  const pod = { limitBytes: 512 * MIB, sees: 'main', unseenBytes: 128 * MIB };
  const limit = limitOfPod(memoryBounds({ ...blind, othersBytes: undefined }, pod));
  t.ok(roomOf(limit!) < 0, 'nothing may be taken');
});

t.test('a cgroup that can be seen tells more than what is put together', async (t) => {
  const above = { folder: '/', limitBytes: 256 * MIB, usedBytes: 200 * MIB, oomKills: 0 };
  const readings = { ...READINGS, levels: [...READINGS.levels, above] };
  const pod = { limitBytes: 256 * MIB, sees: 'main', unseenBytes: 0 };
  const bounds = memoryBounds(readings, pod);
  t.same(
    bounds.map(({ of }) => of),
    ['cgroup', 'node'],
  );
  t.match(limitOfPod(bounds), { usedBytes: 200 * MIB });
});

t.test('the limit above, of cgroups of version 1, counts where it is the lower one', async (t) => {
  const levels = [{ folder: '/', usedBytes: 60 * MIB, oomKills: 0, limitAboveBytes: 256 * MIB }];
  const bounds = memoryBounds(
    { ...READINGS, levels },
    { limitBytes: 512 * MIB, sees: 'main', unseenBytes: 0 },
  );
  t.match(limitOfPod(bounds), { of: 'pod', limitBytes: 256 * MIB, usedBytes: 100 * MIB });
});

t.test('on a local cluster the cgroup is the machine, and the process counts instead', async (t) => {
  const pod = { limitBytes: 512 * MIB, sees: 'main', unseenBytes: 0 };
  t.match(limitOfPod(memoryBounds({ ...READINGS, ownBytes: 10 * MIB }, pod)), { usedBytes: 50 * MIB });
});

t.test('whatever is used, the guard leaves its margin of each limit', async () => {
  const bytes = fc.integer({ min: 1, max: 2 ** 40 });
  fc.assert(
    fc.property(bytes, bytes, bytes, (limitBytes, usedBytes, nodeFreeBytes) => {
      const levels = [{ folder: '/a', limitBytes, usedBytes, oomKills: 0 }];
      const bounds = memoryBounds({ ...READINGS, levels, nodeBytes: 2 ** 41, nodeFreeBytes }, undefined);
      const bound = tightest(bounds, false);
      return (
        bounds.every((each) => roomOf(each) >= roomOf(bound!)) && roomOf(bound!) <= limitBytes - usedBytes
      );
    }),
  );
});
