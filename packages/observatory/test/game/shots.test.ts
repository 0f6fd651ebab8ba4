import fc from 'fast-check';
import t from 'tap';
import { Shots } from '../../src/game/shots.ts';

t.test('never more than so many in any minute, nor in all', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 200 }), (pauses) => {
      const shots = new Shots(3, 20);
      const taken: number[] = [];
      let nowMs = 0;
      for (const pauseMs of pauses) {
        nowMs += pauseMs;
        const waitMs = shots.take(nowMs);
        if (waitMs === 0) taken.push(nowMs);
        else if (waitMs !== 'none' && (waitMs < 0 || waitMs > 60_000)) return false;
      }
      const inMinute = taken.every(
        (atMs) => taken.filter((each) => each > atMs - 60_000 && each <= atMs).length <= 3,
      );
      return inMinute && taken.length <= 20 && shots.count === taken.length;
    }),
  );
  t.pass();
});

t.test('one that came too soon is there after what it was told to wait', async (t) => {
  const shots = new Shots(2, 3);
  t.equal(shots.take(0), 0);
  t.equal(shots.take(10_000), 0);
  t.equal(shots.take(20_000), 40_000);
  t.equal(shots.take(59_999), 1);
  t.equal(shots.take(60_000), 0);
  t.equal(shots.take(999_999), 'none');
});
