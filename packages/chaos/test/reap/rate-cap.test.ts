import fc from 'fast-check';
import t from 'tap';
import { createRateCap } from '../../src/reap/rate-cap.ts';

t.test('so many at once, then one as each is a minute old', async (t) => {
  const cap = createRateCap(2);
  t.equal(cap.waitMs(0), 0);
  cap.spend(0);
  t.equal(cap.waitMs(10), 0);
  cap.spend(10);
  t.equal(cap.waitMs(20), 59_980);
  t.equal(cap.waitMs(59_999), 1);
  t.equal(cap.waitMs(60_000), 0);
  cap.spend(60_000);
  t.equal(cap.waitMs(60_000), 10);
});

t.test('never more in any minute, and none waits for longer than it has to', async () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), gaps, (perMinute, waits) => {
      const cap = createRateCap(perMinute);
      const times: number[] = [];
      let nowMs = 0;
      for (const wait of waits) {
        nowMs += wait;
        const within = times.filter((time) => time > nowMs - 60_000).length;
        if (cap.waitMs(nowMs) > 0 !== within >= perMinute) return false;
        nowMs += cap.waitMs(nowMs);
        if (cap.waitMs(nowMs) !== 0) return false;
        cap.spend(nowMs);
        times.push(nowMs);
      }
      return times.every(
        (time) => times.filter((each) => each > time - 60_000 && each <= time).length <= perMinute,
      );
    }),
  );
});
