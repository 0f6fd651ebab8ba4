import t from 'tap';
import type { Model } from '../../src/engine/model.ts';
import { StartQueue } from '../../src/engine/start-queue.ts';
import { NEVER } from '../../src/engine/wheel.ts';
import { INSTANT, ORIGINAL } from './models.ts';
import { story } from './story.ts';

/** Lets starts begin at times and gives when each is through, by asking whenever it says to. */
function through(
  cores: number,
  startWorkMs: number,
  beginAtMs: readonly number[],
): readonly (readonly [pod: number, atMs: number])[] {
  const queue = new StartQueue({ count: 1, capacity: 110, cores, startWorkMs });
  queue.reset();
  const looks = new Set<number>();
  const ends: [number, number][] = [];
  for (let now = 0; now < 10_000; now++) {
    if (looks.delete(now)) {
      const { through: pods, lookAtMs } = queue.look(0, now);
      for (const pod of pods) ends.push([pod, now]);
      if (lookAtMs !== NEVER) looks.add(lookAtMs);
    }
    beginAtMs.forEach((atMs, pod) => {
      if (atMs !== now) return;
      const lookAtMs = queue.enter(pod, now);
      if (lookAtMs !== NEVER) looks.add(lookAtMs);
    });
  }
  return ends;
}

t.test('starts share the processors of their node', async (t) => {
  t.same(through(2, 300, [0]), [[0, 300]], 'one alone has one processor, not two');
  t.same(through(2, 300, [0, 0]), [
    [0, 300],
    [1, 300],
  ]);
  t.same(
    through(2, 300, [0, 0, 0, 0]).map(([, atMs]) => atMs),
    [600, 600, 600, 600],
    'four take twice as long',
  );
  // 100 ms alone, then both at half the speed: 400 ms for the first one; the second has 100 ms left then, alone.
  t.same(through(1, 300, [0, 100]), [
    [0, 500],
    [1, 600],
  ]);
  t.same(through(0.5, 300, [0]), [[0, 600]]);
});

t.test('each as by small steps of time', async (t) => {
  const beginAtMs = Array.from({ length: 40 }, (_, pod) => (pod * 7919) % 1_000).toSorted((a, b) => a - b);
  const left = beginAtMs.map(() => 50);
  const expected: number[] = [];
  const STEP = 1 / 64;
  for (let now = 0; expected.length < 40; now += STEP) {
    const active = beginAtMs.flatMap((atMs, pod) => (atMs <= now && left[pod]! > 1e-9 ? [pod] : []));
    const speed = Math.min(1, 2 / active.length);
    for (const pod of active) {
      left[pod]! -= speed * STEP;
      if (left[pod]! <= 1e-9) expected.push(now + STEP);
    }
  }
  const ends = through(2, 50, beginAtMs).map(([, atMs]) => atMs);
  ends.forEach((atMs, index) =>
    t.ok(Math.abs(atMs - expected[index]!) <= 1.5, `${atMs}, ${expected[index]}`),
  );
});

t.test(
  'podders on nodes that are too small wait for each other, and stay Pending where there is no room',
  async (t) => {
    const nodes = { count: 2, capacity: 3, cores: 1, startWorkMs: 400 };
    const model: Model = {
      ...ORIGINAL,
      pods: 6,
      machine: INSTANT,
      nodes,
      interventions: [
        {
          moment: { atMs: 1_000 },
          action: { type: 'kill', amount: { count: 6 }, maxPercent: 100, allowLastReady: true },
        },
      ],
    };
    const { lines, engine } = story(model, 9_000, []);
    t.same(
      lines.flatMap(([event, atMs]) => (event === 'up' ? [atMs] : [])),
      Array.from({ length: 6 }, () => 2_200),
      'three on each node at a third of its processor',
    );
    t.equal(engine.listed, 6);
    const crowded = story({ ...model, pods: 10, interventions: [] }, 9_000, []);
    t.equal(crowded.engine.listed, 6);
    t.equal(crowded.engine.pending, 4);
  },
);
