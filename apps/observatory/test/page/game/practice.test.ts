import t from 'tap';
import type { Frame } from '@pod-contagion/observatory';
import { baselineAt, simulateBaseline } from '../../../page/game/baseline.ts';
import { Pacer } from '../../../page/game/pacer.ts';
import { scoreOf } from '../../../page/game/score.ts';
import { planOf } from '../../../page/simulate/plan.ts';
import { placeOfName } from '../../../page/simulate/simulated-pods.ts';
import { SimulatedRun } from '../../../page/simulate/simulated-run.ts';

const { plan } = planOf({ n: '30', until: '2m' });

t.test('with a hit all before it comes out the same, and the pod is another one after it', async (t) => {
  const frames = (shots: readonly { atMs: number; pod: number }[]): readonly Frame[] => [
    ...new SimulatedRun({ ...plan, shots }, 'x', 0).frames(),
  ];
  const plain = frames([]);
  const atMs = 25_050;
  const hit = frames([{ atMs, pod: placeOfName('generic-7-2') }]);
  const before = (all: readonly Frame[]): readonly Frame[] => all.filter(({ t: at }) => at < atMs);
  t.ok(before(plain).length > 5);
  t.same(before(hit), before(plain));
  const next = hit[before(hit).length];
  t.match(next?.pods, [[30, /^generic-7/]], 'one is new, in its place');
  t.ok(next?.i?.includes(7) === true && next.c?.[next.i.indexOf(7)] === 6, 'and the former is gone');
});

t.test(
  'frames come when their time has come, each once, and what was not shown can be taken back',
  async (t) => {
    const of = (n: number, at: number): Frame => ({ n, t: at });
    const pacer = new Pacer();
    pacer.add([of(1, 100), of(2, 200), of(3, 300)]);
    t.same(pacer.due(200), [of(1, 100), of(2, 200)]);
    t.same(pacer.due(250), []);
    pacer.forget();
    t.ok(pacer.isEmpty);
    pacer.add([of(1, 100), of(2, 200), of(3, 260)]);
    t.same(pacer.due(1_000), [of(3, 260)]);
  },
);

t.test('the median of runs in which nobody plays', async (t) => {
  const baseline = simulateBaseline({ ...plan, shots: [{ atMs: 1, pod: 0 }] }, 9);
  t.same(baseline, simulateBaseline(plan, 9), 'hits do not count');
  t.equal(baseline.infections[0], 1, 'whom the first sneeze met');
  const infections = Array.from(baseline.infections);
  t.same(
    infections,
    infections.toSorted((one, other) => one - other),
    'it never falls',
  );
  t.ok(baselineAt(baseline, 120_000) > 20);
  t.equal(baselineAt(baseline, Infinity), infections.at(-1), 'its last value once all is over');
});

t.test('infections that did not come count, and hits on the well against it', async (t) => {
  t.same(scoreOf(30.4, 12, 3), { expected: 30, infections: 12, prevented: 18, healthyHits: 3, points: 15 });
});
