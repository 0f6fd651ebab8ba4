import fc from 'fast-check';
import t from 'tap';
import { kubeletRules, nextRetryAtMs } from '../src/index.ts';

const RULES = kubeletRules('1.36');
const OLD_RULES = kubeletRules('1.20');

t.test('10 s become 10 to 15 s', async (t) => {
  t.equal(nextRetryAtMs(0, 10_000, 0, RULES), 10_000);
  t.equal(nextRetryAtMs(0, 10_000, 0.999_999, RULES), 15_000);
  t.equal(nextRetryAtMs(0, 10_000, 0.5, RULES), 13_000, 'the queue is read every second');
  t.equal(nextRetryAtMs(0, 10_000, 0.5, RULES, 400), 13_400, 'at its own phase');
});

t.test('more than 60 s are taken in steps', async (t) => {
  t.equal(nextRetryAtMs(0, 300_000, 0, RULES), 60_000);
  t.equal(nextRetryAtMs(0, 300_000, 0.5, RULES), 75_000);
});

t.test('1.20 looks every 10 to 15 s', async (t) => {
  t.equal(nextRetryAtMs(0, 300_000, 0, OLD_RULES), 10_000);
  t.equal(nextRetryAtMs(0, 1_000, 0.5, OLD_RULES), 13_000);
  t.equal(nextRetryAtMs(0, 1_000, 0.999_999, OLD_RULES), 15_000);
});

t.test(
  'property: a retry lies ahead, and no further than one and a half of its wait and a second',
  async (t) => {
    const times = fc.tuple(
      fc.nat(1e9),
      fc.nat(400_000),
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      fc.nat(999),
    );
    fc.assert(
      fc.property(
        times,
        fc.constantFrom(RULES, OLD_RULES),
        ([nowMs, remainingMs, random, phaseMs], rules) => {
          const retryMs = nextRetryAtMs(nowMs, nowMs + remainingMs, random, rules, phaseMs);
          const shortest = rules === OLD_RULES ? 10_000 : Math.min(remainingMs, 60_000);
          return (
            retryMs >= nowMs + shortest &&
            retryMs <= nowMs + 1.5 * shortest + 1000 &&
            (retryMs - phaseMs) % 1000 === 0
          );
        },
      ),
    );
    t.pass('held');
  },
);

t.test('300 s become about 307 s on average', async (t) => {
  // A fixed sequence of numbers in [0, 1): the fractional parts of multiples of the golden ratio.
  let drawn = 0;
  const draw = (): number => (++drawn * 0.618_033_988_75) % 1;
  const runs = 5000;
  let totalMs = 0;
  for (let run = 0; run < runs; run++) {
    const phaseMs = draw() * 1000;
    let nowMs = 0;
    while (nowMs < 300_000) nowMs = nextRetryAtMs(nowMs, 300_000, draw(), RULES, phaseMs);
    totalMs += nowMs;
  }
  const mean = totalMs / runs / 1000;
  t.ok(mean > 302 && mean < 312, `${mean.toFixed(1)} s`);
});
