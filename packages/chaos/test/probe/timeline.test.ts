import fc from 'fast-check';
import t from 'tap';
import type { ProbeErrorKind } from '../../src/probe/error-kind.ts';
import { createTimeline, MAX_OUTAGES_KEPT, type Outages } from '../../src/probe/timeline.ts';

/** When it was sent, how long it took, and how it failed. */
type Request = readonly [sentAtMs: number, tookMs: number, error?: ProbeErrorKind | 'dropped'];

/** Feeds requests as they happen: sent and ended in the order of the times. */
function play(requests: readonly Request[], nowMs = 1e9): Outages {
  const timeline = createTimeline();
  const moments = requests.flatMap((request, index) => [
    { atMs: request[0], index, ends: false },
    { atMs: request[0] + request[1], index, ends: true },
  ]);
  // At the same moment what is sent comes first; ids are then in order of sending.
  moments.sort((one, other) => one.atMs - other.atMs || Number(one.ends) - Number(other.ends));
  const ids = new Map<number, number>();
  for (const { atMs, index, ends } of moments) {
    const error = requests[index]?.[2];
    if (!ends) ids.set(index, timeline.sent(atMs));
    else if (error === 'dropped') timeline.dropped(ids.get(index) ?? -1);
    else timeline.ended(ids.get(index) ?? -1, atMs, error);
  }
  return timeline.outages(nowMs);
}

t.test('nothing failed: no outage', async (t) => {
  t.same(play([]), { latest: [], count: 0, totalMs: 0, longestMs: 0 });
  t.same(
    play([
      [0, 5],
      [100, 900],
      [200, 5],
    ]).count,
    0,
  );
});

t.test('from the first request that failed to the first answer', async (t) => {
  const { latest, ...sums } = play([
    [0, 5],
    [100, 1, 'refused'],
    [200, 1000, 'timeout'],
    [300, 1, 'refused'],
    [1300, 20],
    [1400, 5],
  ]);
  t.same(latest, [{ beginMs: 100, endMs: 1320, failed: 3, errors: { refused: 2, timeout: 1 } }]);
  t.same(sums, { count: 1, totalMs: 1220, longestMs: 1220 });
});

t.test('an answer to a request that was sent before says nothing', async (t) => {
  const { latest } = play([
    [0, 500],
    [100, 1, 'reset'],
    [600, 1, 'refused'],
    [700, 5],
  ]);
  t.same(latest, [{ beginMs: 100, endMs: 705, failed: 2, errors: { reset: 1, refused: 1 } }]);
});

t.test('the first answer counts, whoever of those sent since it is for', async (t) => {
  const hang: Request[] = [0, 100, 200].map((sentAtMs) => [sentAtMs, 1_000, 'timeout']);
  const { latest } = play([...hang, [300, 990], [400, 800], [500, 2_000]]);
  t.match(latest, [{ beginMs: 0, endMs: 1_200, failed: 3 }]);
});

t.test('a request that failed while nothing had been answered yet belongs to the outage', async (t) => {
  const { latest } = play([
    [0, 1, 'refused'],
    [100, 500],
    [200, 1, 'refused'],
    [700, 1, 'refused'],
    [800, 5],
  ]);
  t.match(latest, [
    { beginMs: 0, endMs: 600, failed: 2 },
    { beginMs: 700, endMs: 805, failed: 1 },
  ]);
});

t.test('one that goes on has no end, and is as long as until now', async (t) => {
  const { latest, totalMs, longestMs } = play([[100, 1, 'status 503']], 4_100);
  t.same(latest, [{ beginMs: 100, endMs: undefined, failed: 1, errors: { 'status 503': 1 } }]);
  t.same([totalMs, longestMs], [4_000, 4_000]);
});

t.test('requests that were given up say nothing and hold nobody up', async (t) => {
  const { latest } = play([
    [0, 1, 'dropped'],
    [100, 1, 'refused'],
    [200, 1, 'dropped'],
    [300, 5],
  ]);
  t.match(latest, [{ beginMs: 100, endMs: 305, failed: 1 }]);
});

t.test('keeps the last outages, and the sums of all', async (t) => {
  const requests: Request[] = [];
  for (let index = 0; index < MAX_OUTAGES_KEPT + 50; index++) {
    requests.push([index * 100, 1, 'refused'], [index * 100 + 50, 0]);
  }
  const { latest, count, totalMs, longestMs } = play(requests);
  t.same([latest.length, count, totalMs, longestMs], [MAX_OUTAGES_KEPT, 1_050, 52_500, 50]);
  t.equal(latest[0]?.beginMs, 50 * 100);
});

const requests = fc
  .array(
    fc.record({
      gapMs: fc.integer({ min: 0, max: 60 }),
      tookMs: fc.integer({ min: 0, max: 300 }),
      error: fc.constantFrom<ProbeErrorKind | undefined>(undefined, undefined, 'refused', 'timeout'),
    }),
    { maxLength: 40 },
  )
  .map((list) => {
    let sentAtMs = 0;
    return list.map(({ gapMs, tookMs, error }): Request => {
      sentAtMs += gapMs + 1;
      return error === undefined ? [sentAtMs, tookMs] : [sentAtMs, tookMs, error];
    });
  });

t.test('rules that hold for any requests', async (t) => {
  fc.assert(
    fc.property(requests, (list) => {
      const { latest, count, totalMs } = play(list, 100_000);
      const failed = list.filter(([, , error]) => error !== undefined);
      const isIn = (outage: Outages['latest'][number], atMs: number): boolean =>
        atMs >= outage.beginMs && atMs <= (outage.endMs ?? Infinity);
      // Each request that failed is in one outage, and each outage begins with one.
      for (const [sentAtMs] of failed)
        if (latest.filter((each) => isIn(each, sentAtMs)).length !== 1) return false;
      if (latest.reduce((sum, each) => sum + each.failed, 0) !== failed.length) return false;
      if (!latest.every(({ beginMs }) => failed.some(([sentAtMs]) => sentAtMs === beginMs))) return false;
      // They come one after the other, and only the last may go on.
      for (const [index, { endMs = Infinity }] of latest.entries()) {
        if (endMs >= (latest[index + 1]?.beginMs ?? Infinity) && index < latest.length - 1) return false;
      }
      // Nothing that was sent in one was answered in it, and something was at its end.
      const answered = list.filter(([, , error]) => error === undefined);
      for (const { beginMs, endMs } of latest) {
        const since = answered
          .filter(([sentAtMs]) => sentAtMs > beginMs)
          .map(([sentAtMs, took]) => sentAtMs + took);
        if (endMs === undefined ? since.length > 0 : Math.min(...since) !== endMs) return false;
      }
      const lengths = latest.reduce((sum, { beginMs, endMs = 100_000 }) => sum + endMs - beginMs, 0);
      return count === latest.length && totalMs === lengths;
    }),
    { numRuns: 2_000 },
  );
  t.pass('held');
});
