import fc from 'fast-check';
import t from 'tap';
import { createTally } from '../../../src/faults/requests/counts.ts';
import { createJudge, type Judge } from '../../../src/faults/requests/fate.ts';
import type { RequestEffect, RequestMatch } from '../../../src/faults/requests/spec.ts';
import { requestFault, UNAVAILABLE } from './testing/fault.ts';

const ANY = { method: 'GET', path: '/', header: (): string[] => [] };

function judgeOf(
  effect: RequestEffect,
  { random = Math.random, match = {} }: { random?: () => number; match?: Partial<RequestMatch> } = {},
): { judge: Judge; tally: ReturnType<typeof createTally>; calm: AbortController } {
  const [tally, calm] = [createTally(), new AbortController()];
  return { judge: createJudge(requestFault(effect, match), tally, calm.signal, random), tally, calm };
}

t.test('the first n fail, then a share', async (t) => {
  let value = 0.3;
  const failure = { first: 2, rate: 0.5, how: UNAVAILABLE };
  const { judge, tally } = judgeOf({ failure }, { random: () => value });
  t.ok(judge(ANY).failure);
  value = 0.9;
  t.ok(judge(ANY).failure);
  t.notOk(judge(ANY).failure);
  value = 0.4;
  t.ok(judge(ANY).failure);
  t.match(tally, { seen: 4, hit: 3, failed: 3, delayed: 0 });
});

t.test('others do not count among the first n', async (t) => {
  const failure = { first: 1, rate: 0, how: { do: 'reset' } } as const;
  const { judge, tally } = judgeOf({ failure }, { match: { paths: ['/api'] } });
  t.notOk(judge(ANY).failure);
  t.match(judge({ ...ANY, path: '/api' }), { failure: { do: 'reset' } });
  t.match(tally, { seen: 2, hit: 1, reset: 1, failed: 0 });
});

t.test('delays are within the variation, and reach both ends', async () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.nat(1_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (a, b, r) => {
      const [averageMs, variationMs] = [Math.max(a, b), Math.min(a, b)];
      const { judge } = judgeOf({ delay: { averageMs, variationMs } }, { random: () => r });
      const { delayMs } = judge(ANY);
      return delayMs >= averageMs - variationMs && delayMs <= averageMs + variationMs;
    }),
  );
});

t.test('a request counts once, whatever is done to it', async (t) => {
  const how = { do: 'reset' } as const;
  const { judge, tally } = judgeOf({
    delay: { averageMs: 5, variationMs: 0 },
    failure: { first: 1, rate: 0, how },
    bytesPerSecond: 10,
  });
  t.same(judge(ANY), { delayMs: 5, failure: how });
  t.same(judge(ANY), { delayMs: 5, bytesPerSecond: 10 });
  t.match(tally, { seen: 2, hit: 2, delayed: 2, reset: 1, slowed: 1 });
});

t.test('once it is over nothing is done any more', async (t) => {
  const { judge, tally, calm } = judgeOf({ delay: { averageMs: 5, variationMs: 0 } });
  calm.abort();
  t.same(judge(ANY), { delayMs: 0 });
  t.match(tally, { seen: 1, hit: 0 });
});
