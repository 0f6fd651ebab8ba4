import fc from 'fast-check';
import t from 'tap';
import { NEVER, Wheel } from '../../src/engine/wheel.ts';

/** Takes out all that is due until nothing is left, in the order in which it comes. */
function drain(wheel: Wheel, fromMs = 0): [number, number][] {
  const taken: [number, number][] = [];
  for (let now = fromMs; ;) {
    now = wheel.nextAt(now);
    if (now === NEVER) return taken;
    wheel.advance(now);
    for (let block = wheel.take(now); block !== 0; block = wheel.next(block)) {
      for (let index = 0; index < wheel.count(block); index++) taken.push([now, wheel.entry(block, index)]);
    }
  }
}

t.test('an empty wheel never turns', async (t) => {
  t.same(drain(new Wheel()), []);
});

t.test(
  'property: all comes out at its time, what is due together in the order in which it came',
  async (t) => {
    const times = fc.oneof(
      fc.nat(200),
      fc.nat(70_000),
      fc.nat(1_000_000),
      fc.constantFrom(65_535, 65_536, 131_072),
      // Beyond the windows that have a slot.
      fc.integer({ min: 60_000_000, max: 200_000_000 }),
    );
    fc.assert(
      fc.property(fc.array(times, { maxLength: 300 }), (due) => {
        const wheel = new Wheel();
        due.forEach((atMs, entry) => wheel.add(atMs, entry));
        const expected = due
          .map((atMs, entry) => [atMs, entry] as const)
          .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
        t.strictSame(drain(wheel), expected);
      }),
      { numRuns: 50 },
    );
  },
);

t.test('property: what is put in while it turns comes out as well, also for the same time', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat(150_000), { minLength: 1, maxLength: 60 }), (delays) => {
      const wheel = new Wheel();
      const expected: number[] = [];
      const got: number[] = [];
      wheel.add(0, 0);
      expected.push(0);
      let entry = 0;
      for (let now = 0; ;) {
        now = wheel.nextAt(now);
        if (now === NEVER) break;
        wheel.advance(now);
        for (let block = wheel.take(now); block !== 0;) {
          for (let index = 0; index < wheel.count(block); index++) {
            got.push(now);
            for (let many = 0; many < 2 && entry < delays.length; many++, entry++) {
              wheel.add(now + delays[entry]!, entry);
              expected.push(now + delays[entry]!);
            }
          }
          block = wheel.next(block);
          if (block === 0) block = wheel.take(now);
        }
      }
      t.strictSame(
        got,
        expected.toSorted((a, b) => a - b),
      );
    }),
    { numRuns: 50 },
  );
});

t.test(
  'property: far times too come in the order in which they were put in, whenever that was',
  async (t) => {
    // Due within a few ms of each other, and put in from long before to just before.
    const early = fc.oneof(fc.nat(2_000), fc.nat(3_000_000), fc.nat(400_000_000));
    fc.assert(
      fc.property(fc.array(fc.tuple(early, fc.nat(3)), { minLength: 1, maxLength: 100 }), (drawn) => {
        const about = 1_900_000_000;
        const adds = drawn
          .map(([beforeMs, later]) => ({ nowMs: about - 1 - beforeMs, atMs: about + later }))
          .toSorted((a, b) => a.nowMs - b.nowMs);
        const wheel = new Wheel();
        let now = 0;
        adds.forEach(({ nowMs, atMs }, entry) => {
          for (let next = wheel.nextAt(now); next <= nowMs; next = wheel.nextAt(now))
            wheel.advance((now = next));
          wheel.advance((now = nowMs));
          wheel.add(atMs, entry);
        });
        const expected = adds
          .map(({ atMs }, entry) => [atMs, entry] as const)
          .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
        t.strictSame(drain(wheel, now), expected);
      }),
      { numRuns: 50 },
    );
  },
);

t.test('reset forgets all, and memory is used again', async (t) => {
  const wheel = new Wheel();
  for (let round = 0; round < 5; round++) {
    for (let entry = 0; entry < 50_000; entry++) wheel.add((entry * 7919) % 3_000_000, entry);
    if (round === 4) t.equal(drain(wheel).length, 50_000);
    else wheel.reset();
  }
  const { bytes } = wheel;
  wheel.reset();
  for (let entry = 0; entry < 50_000; entry++) wheel.add((entry * 7919) % 3_000_000, entry);
  t.equal(wheel.bytes, bytes);
});

t.test('as many as take several blocks come out in order, near and far', async (t) => {
  for (const atMs of [5, 70_000, 100_000_000]) {
    for (const count of [30, 31, 32, 62, 63, 200]) {
      const wheel = new Wheel();
      for (let entry = 0; entry < count; entry++) wheel.add(atMs, entry);
      t.strictSame(
        drain(wheel),
        Array.from({ length: count }, (_, entry) => [atMs, entry]),
      );
    }
  }
});
