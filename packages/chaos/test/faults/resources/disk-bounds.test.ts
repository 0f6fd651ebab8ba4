import t from 'tap';
import { diskBounds, tightestDisk } from '../../../src/faults/resources/disk-bounds.ts';

const READINGS = { sizeBytes: 1_000_000_000, freeBytes: 500_000_000, isNodes: true, usedBytes: 40_000_000 };

t.test('of the disk of a node a share is left, and no flag lifts that', async (t) => {
  t.match(tightestDisk(diskBounds(READINGS, undefined, false)), { roomBytes: 340_000_000 });
  t.match(tightestDisk(diskBounds(READINGS, undefined, true)), { roomBytes: 340_000_000 });
  t.match(tightestDisk(diskBounds({ ...READINGS, isNodes: false }, undefined, false)), {
    roomBytes: 480_000_000,
  });
  t.equal(tightestDisk(diskBounds({ ...READINGS, isNodes: false }, undefined, true)), undefined);
});

t.test('beyond its limit the pod is evicted, which has to be asked for', async (t) => {
  const bound = tightestDisk(diskBounds(READINGS, 100_000_000, false));
  t.match(bound, { roomBytes: 58_000_000, words: /beyond which the kubelet evicts the pod$/ });
  t.match(tightestDisk(diskBounds(READINGS, 100_000_000, true)), { roomBytes: 340_000_000 });
});
