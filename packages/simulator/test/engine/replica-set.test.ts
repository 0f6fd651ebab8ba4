import t from 'tap';
import * as COUNT from '../../src/engine/count.ts';
import type { Action, Intervention, Moment } from '../../src/engine/intervention.ts';
import type { MachineTimes, Model } from '../../src/engine/model.ts';
import { longestMs } from '../../src/engine/replica-set.ts';
import { INSTANT, ORIGINAL, SLOW } from './models.ts';
import { story, type Line } from './story.ts';

const SECOND_MS = 1_000;

/** Podders on a machine that takes no time but what is given. */
function podders(pods: number, times: Partial<MachineTimes>, interventions: readonly Intervention[]): Model {
  return { ...ORIGINAL, pods, machine: { ...INSTANT, ...times }, interventions };
}

function at(atMs: number, action: Action): Intervention {
  return { moment: { atMs }, action };
}

function kill(count: number, atMs = SECOND_MS): Intervention {
  return at(atMs, { type: 'kill', amount: { count }, maxPercent: 100, allowLastReady: true });
}

/** When events of a kind were, in ms after the first second. */
function times(lines: readonly Line[], event: Line[0]): readonly number[] {
  return lines.filter(([each]) => each === event).map(([, atMs]) => atMs - SECOND_MS);
}

t.test('pods are made in batches of 1, 2, 4 ..., each when the one before it is made', async (t) => {
  const { lines, engine } = story(podders(12, { createMs: [10, 10] }, [kill(10)]), 5_000, []);
  t.same(
    times(lines, 'deleted'),
    Array.from({ length: 10 }, () => 0),
  );
  t.same(times(lines, 'created'), [10, 20, 20, 30, 30, 30, 30, 40, 40, 40]);
  t.same(times(lines, 'ready'), times(lines, 'created'));
  t.equal(engine.counts[COUNT.ready], 12);
  t.equal(engine.listed, 12);
});

t.test('what is missing meanwhile waits for the next pass', async (t) => {
  const model = podders(12, { createMs: [100, 100] }, [kill(3), kill(2, 1_050), kill(1, 1_900)]);
  t.same(times(story(model, 5_000, []).lines, 'created'), [100, 200, 200, 300, 400, 1_000]);
});

t.test('a pass makes 500 at most', async (t) => {
  const { lines, engine } = story(podders(700, { createMs: [10, 10] }, [kill(700)]), 5_000, []);
  const made = times(lines, 'created');
  t.equal(made.length, 700);
  // 1, 2, 4 ... 128 are 255, and 245 more; then it begins with 1 again.
  t.equal(made[499], 90);
  t.same(made.slice(500, 504), [100, 110, 110, 120]);
  t.equal(engine.counts[COUNT.ready], 700);
});

t.test(
  'no more are made than requests may be sent: half as many again at once, then so many a second',
  async (t) => {
    const { lines } = story(podders(50, { createsPerSecond: 20 }, [kill(50)]), 10_000, []);
    const made = times(lines, 'created');
    t.equal(made.length, 50);
    t.same(made.slice(0, 31), [...Array.from({ length: 30 }, () => 0), 50]);
    t.equal(made.at(-1), 20 * 50);
    const later = story(podders(50, { createsPerSecond: 20 }, [kill(30), kill(30, 2_000)]), 10_000, []);
    // A second later 20 more may be sent at once.
    t.equal(times(later.lines, 'created').filter((ms) => ms === 1_000).length, 20);
    t.equal(times(later.lines, 'created').at(-1), 1_500);
  },
);

t.test('the scheduler binds one after another', async (t) => {
  const { lines } = story(podders(12, { scheduleMs: 7 }, [kill(4)]), 5_000, []);
  t.same(times(lines, 'created'), [0, 0, 0, 0]);
  t.same(times(lines, 'up'), [7, 14, 21, 28]);
});

t.test('a Deployment that is scaled gets what it is to have, whatever is under way', async (t) => {
  const scale = (pods: number, atMs: number): Intervention => at(atMs, { type: 'scale', pods });
  for (const moments of [
    [scale(20, 1_000)],
    [scale(20, 1_000), scale(5, 1_100)],
    [kill(10), scale(3, 1_050), scale(15, 1_060)],
    [kill(10), scale(3, 1_050)],
    [scale(20, 1_000), scale(2, 1_150), scale(20, 1_160)],
  ]) {
    const { lines, engine } = story(
      podders(10, { createMs: [100, 100], scheduleMs: 3 }, moments),
      20_000,
      [],
    );
    const last = moments.at(-1)!.action;
    t.equal(engine.counts[COUNT.susceptible], last.type === 'scale' ? last.pods : 10);
    t.equal(engine.listed, engine.counts[COUNT.susceptible]);
    t.equal(engine.done.length, moments.length);
    if (moments.length === 1) t.match(engine.done, [{ pods: 10 }]);
    const made = times(lines, 'created').length;
    t.equal(10 + made - times(lines, 'deleted').length, engine.counts[COUNT.susceptible]);
  }
});

t.test('deaths of a contagion take it too', async (t) => {
  const death = 'replace';
  const quick: Model = { ...ORIGINAL, death, machine: SLOW };
  const slow: Model = {
    ...quick,
    machine: { ...SLOW, createMs: [5, 20], createsPerSecond: 5, scheduleMs: 5 },
  };
  const until = 120_000;
  const [fast, late] = [story(quick, until), story(slow, until)];
  for (const { lines, engine } of [fast, late]) {
    const missing = times(lines, 'deleted').length - times(lines, 'created').length;
    t.equal(engine.counts[COUNT.gone], missing, 'each deleted pod is replaced or is being');
  }
  const made = times(late.lines, 'created');
  t.ok(made.length > 50);
  t.ok(
    made.every((atMs, index) => index < 13 || atMs - made[index - 13]! >= SECOND_MS),
    'no 13 in less than a second more than 7 at once allow',
  );
  t.ok(times(fast.lines, 'deleted').length > times(late.lines, 'deleted').length);
  t.same(story(slow, until).lines, late.lines, 'the same seed, the same story');
});

t.test('a pod of which the container has ended is deleted some time later', async (t) => {
  const death = 'replace';
  for (const createMs of [
    [0, 0],
    [20, 20],
  ] as const) {
    const machine = { ...INSTANT, createMs, reapMs: [1_500, 1_500] } as const;
    const { lines, engine } = story({ ...ORIGINAL, death, pods: 6, machine }, 300_000);
    const deleted = lines.filter(([event]) => event === 'deleted');
    t.ok(deleted.length > 20, `${deleted.length} deaths`);
    for (const [, atMs, pod] of deleted) {
      const next = lines.find(([event, ms, who]) => event === 'up' && who === pod && ms > atMs);
      // Others may be made at the same time, one batch after another.
      if (next !== undefined)
        t.ok(next[1] >= atMs + 1_500 + createMs[0] && next[1] <= atMs + 1_500 + 6 * createMs[0]);
    }
    t.equal(engine.counts[COUNT.restarts], 0);
  }
});

t.test('with nodes on which starts wait for each other', async (t) => {
  const model: Model = {
    ...podders(10, { createMs: [10, 10], scheduleMs: 1 }, [kill(10)]),
    nodes: { count: 2, capacity: 110, cores: 1, startWorkMs: 50 },
  };
  const { lines, engine } = story(model, 5_000, []);
  t.equal(engine.counts[COUNT.ready], 10);
  t.same(times(lines, 'created'), [10, 20, 20, 30, 30, 30, 30, 40, 40, 40]);
  t.ok(Math.max(...times(lines, 'up')) >= 10 + 5 * 50);
});

t.test('it is never later than is reckoned with', async (t) => {
  for (const pods of [1, 2, 50, 700, 1_300]) {
    const slow = { ...INSTANT, createMs: [10, 30], createsPerSecond: 20, scheduleMs: 3 } as const;
    const { lines } = story({ ...podders(pods, slow, [kill(pods)]), pods }, 400_000, []);
    t.equal(times(lines, 'up').length, pods);
    t.ok(Math.max(...times(lines, 'up')) <= longestMs(slow, pods), `${pods}`);
  }
});

// A moment on a count is due at the end of its millisecond, after the turn of a ReplicaSet that looks at once.
t.test('what is done on a count is done too', async (t) => {
  const moment: Moment = { count: 'symptomatic', least: 1 };
  const action: Action = { type: 'kill', amount: { count: 5 } };
  const { lines } = story(
    { ...ORIGINAL, machine: { ...SLOW, createMs: [1, 1] }, interventions: [{ moment, action }] },
    60_000,
  );
  t.equal(times(lines, 'deleted').length, 5);
  t.equal(times(lines, 'created').length, 5);
});
