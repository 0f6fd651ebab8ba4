import fc from 'fast-check';
import t from 'tap';
import {
  createRestarts,
  forgetEnds,
  kubeletRules,
  noteEnd,
  noteRestart,
  type EndCause,
  type KubeletRules,
} from '../src/index.ts';

/** Runs a container that lives as long each time and restarts it exactly when it may; returns its waits in seconds. */
function waitsOf(cause: EndCause, lifeSeconds: number, ends: number, rules: KubeletRules): number[] {
  const restarts = createRestarts();
  const waits: number[] = [];
  let nowMs = 0;
  for (let end = 0; end < ends; end++) {
    nowMs += lifeSeconds * 1000;
    const dueMs = noteEnd(restarts, cause, nowMs, rules);
    waits.push((dueMs - nowMs) / 1000);
    nowMs = dueMs;
    noteRestart(restarts, nowMs, rules);
  }
  return waits;
}

const RULES = kubeletRules('1.36');

t.test('golden: killed by its liveness probe after 30 s each time', async (t) => {
  // Restarts one to four come at once; the fifth waits, for the first time, 40 s.
  t.same(waitsOf('probe', 30, 5, RULES), [0, 0, 0, 0, 40]);
  t.same(waitsOf('probe', 30, 5, kubeletRules('1.20')), [0, 0, 0, 0, 40]);
});

t.test('killed by its probe: the end before the last is what counts', async (t) => {
  // Lives of 2 s: the third kill comes 2 s after the second, so it waits for the back-off of 10 s; the fourth comes
  // 12 s after the third, and 20 s are asked for.
  t.same(waitsOf('probe', 2, 4, RULES), [0, 0, 10, 20]);
  t.same(
    waitsOf('probe', 300, 10, RULES),
    Array.from({ length: 10 }, () => 0),
    'a life of the maximum never waits',
  );
});

t.test('at the cap, waits of a container killed by its probe alternate between none and 300 s', async (t) => {
  const waits = waitsOf('probe', 20, 24, RULES);
  for (const [index, wait] of waits.entries()) {
    if (index > 12) t.equal(wait + (waits[index - 1] ?? NaN), 300, `waits ${index - 1} and ${index}`);
  }
});

t.test(
  'a container that ends by itself restarts once at once, then waits 10 s doubling to 300 s',
  async (t) => {
    t.same(waitsOf('exit', 1, 9, RULES), [0, 10, 20, 40, 80, 160, 300, 300, 300]);
  },
);

t.test('a back-off is forgotten after 600 s without a change', async (t) => {
  t.same(waitsOf('exit', 601, 5, RULES), [0, 0, 0, 0, 0]);
  const restarts = createRestarts();
  let nowMs = 0;
  for (let end = 0; end < 6; end++) {
    nowMs = noteEnd(restarts, 'exit', nowMs + 1000, RULES);
    noteRestart(restarts, nowMs, RULES);
  }
  t.equal(restarts.backoffMs, 300_000);
  t.equal(noteEnd(restarts, 'exit', nowMs + 600_001, RULES), nowMs + 600_001);
  noteRestart(restarts, nowMs + 600_001, RULES);
  t.equal(restarts.backoffMs, 10_000);
});

t.test('the switches', async (t) => {
  t.same(waitsOf('exit', 0.5, 4, kubeletRules('1.36', { maxBackoffMs: 1000 })), [0, 1, 1, 1]);
  t.same(
    waitsOf('exit', 0.5, 8, kubeletRules('1.36', { maxBackoffMs: 25_000 })),
    [0, 10, 20, 25, 25, 25, 25, 25],
  );
  t.same(waitsOf('exit', 0.5, 8, kubeletRules('1.36', { reducedDecay: true })), [0, 1, 2, 4, 8, 16, 32, 60]);
  const none = kubeletRules('1.36', { restartAllContainers: true });
  t.same(waitsOf('exit', 0.5, 5, none), [0, 0, 0, 0, 0]);
  t.same(waitsOf('probe', 0.5, 5, none), [0, 0, 0, 0, 0]);
  for (const maxBackoffMs of [999, 300_001, NaN]) {
    t.throws(() => kubeletRules('1.36', { maxBackoffMs }), {
      name: 'RangeError',
      message: `maxBackoffMs expects 1000 to 300000 milliseconds, got ${maxBackoffMs}`,
    });
  }
  t.throws(() => kubeletRules('1.20', { reducedDecay: true }), /has no switches/);
});

/** The kubelet's own way of reckoning, with a map and dates: an independent account of `doBackOff` and `Backoff`. */
class Kubelet {
  backoff: number | undefined;
  lastUpdate = 0;
  finished: number[] = [];

  pass(exitedAt: number | undefined, now: number, rules: KubeletRules): boolean {
    if (exitedAt === undefined) return true;
    const expired = this.backoff !== undefined && exitedAt - this.lastUpdate > rules.backoffExpiryMs;
    if (this.backoff !== undefined && !expired && now - exitedAt < this.backoff) return false;
    this.backoff =
      this.backoff === undefined || expired
        ? rules.initialBackoffMs
        : Math.min(this.backoff * 2, rules.maxBackoffMs);
    this.lastUpdate = now;
    return true;
  }

  /** Ends at `now`; returns when a pass first starts it again, passes being as often as one likes. */
  end(cause: EndCause, now: number, rules: KubeletRules): number {
    const previous = this.finished.at(-1);
    this.finished.push(now);
    if (this.pass(cause === 'probe' ? previous : now, now, rules)) return now;
    const due = now + (this.backoff ?? 0);
    if (!this.pass(now, due, rules)) throw new Error('still in back-off when it has passed');
    return due;
  }
}

t.test('property: the same as the passes of a kubelet, whatever the lives and causes', async (t) => {
  const lives = fc.array(
    fc.tuple(fc.constantFrom<EndCause>('exit', 'probe'), fc.oneof(fc.nat(60_000), fc.nat(700_000))),
    { maxLength: 40 },
  );
  const anyRules = fc.constantFrom(
    RULES,
    kubeletRules('1.20'),
    kubeletRules('1.36', { maxBackoffMs: 7000 }),
    kubeletRules('1.36', { reducedDecay: true }),
  );
  fc.assert(
    fc.property(lives, anyRules, (ends, rules) => {
      const restarts = createRestarts();
      const kubelet = new Kubelet();
      let nowMs = 0;
      for (const [cause, lifeMs] of ends) {
        nowMs += lifeMs;
        const dueMs = noteEnd(restarts, cause, nowMs, rules);
        if (dueMs !== kubelet.end(cause, nowMs, rules)) return false;
        if (dueMs - nowMs > rules.maxBackoffMs) return false;
        nowMs = dueMs;
        noteRestart(restarts, nowMs, rules);
        if (restarts.backoffMs > rules.maxBackoffMs) return false;
      }
      return restarts.count === ends.length;
    }),
    { numRuns: 500 },
  );
  t.pass('held');
});

t.test('a container that was removed has nothing to wait for, whatever its back-off', async (t) => {
  for (const cause of ['exit', 'probe'] as const) {
    const restarts = createRestarts();
    for (const endMs of [1_000, 2_000, 13_000]) {
      noteEnd(restarts, cause, endMs, RULES);
      noteRestart(restarts, endMs, RULES);
    }
    const { backoffMs } = restarts;
    for (let restart = 4; restart < 30; restart++) {
      noteEnd(restarts, 'exit', 13_000 + restart, RULES);
      forgetEnds(restarts);
      noteRestart(restarts, 13_000 + restart, RULES);
      t.match(restarts, { count: restart, backoffMs }, 'it is counted, and does not grow');
    }
    t.equal(noteEnd(restarts, 'probe', 14_000, RULES), 14_000, 'nor is an end before known to the next kill');
    t.equal(noteEnd(createRestarts(), 'exit', 14_000, RULES), 14_000);
  }
});
