import { Model } from '@pod-contagion/observatory';
import t from 'tap';
import { planOf, type SimulationPlan } from '../../../page/simulate/plan.ts';
import { MOST_RUNS } from '../../../page/simulate/simulated-chaos.ts';
import { SimulatedRun } from '../../../page/simulate/simulated-run.ts';

/** What is marked at the end of a run, from whose beginning times are. */
function marked(plan: SimulationPlan): Model {
  const run = new SimulatedRun(plan, 'test', 0);
  const model = new Model();
  model.load(run.snapshot());
  for (const frame of run.frames()) model.apply(frame);
  return model;
}

t.test('each hit of a game is marked, with the pod that it hit', async (t) => {
  const { plan } = planOf({ n: '20', until: '1m' });
  const shots = [
    { atMs: 5_050, pod: 3 },
    { atMs: 6_000, pod: 4 },
    { atMs: 6_000, pod: 5 },
    { atMs: 40_000, pod: 3 },
  ];
  const { runs, pods } = marked({ ...plan, shots });
  const at = (place: number): string | undefined => runs[place]?.pods[0];
  t.match(runs.slice(0, 3), [
    { fault: 'kill', fromMs: 5_050, untilMs: 5_050, pods: ['generic-3'], text: 'generic-3 is deleted' },
    { fromMs: 6_000, pods: ['generic-4'] },
    { fromMs: 6_000, pods: ['generic-5'] },
  ]);
  t.equal(runs.length, 4);
  t.match(at(3), /^generic-3-\d+$/, 'it was another pod by then');
  t.ok(pods.rowOfName(at(3)!) !== undefined);
});

t.test('what is done from outside is marked, from when until when', async (t) => {
  const { plan } = planOf({
    n: '30',
    until: '2m',
    do: 'kill 20% at 20s;disconnect 5 every 30s for 10s;loss 10% at 5s;scale 40 at 15s;delay 50ms..300ms at 1m for 30s',
  });
  const { runs } = marked(plan);
  const of = (fault: string) => runs.filter((run) => run.fault === fault);
  t.match(of('kill'), [{ fromMs: 20_000, untilMs: 20_000, text: 'kill 20%: 8 pods' }]);
  t.equal(new Set(of('kill')[0]?.pods).size, 8);
  t.match(
    of('disconnect').map(({ fromMs, untilMs }) => [fromMs, untilMs]),
    [
      [30_000, 40_000],
      [60_000, 70_000],
      [90_000, 100_000],
      [120_000, null],
    ],
  );
  t.match(of('disconnect')[0], { text: 'disconnect 5: 5 pods', pods: [] });
  t.match(of('loss'), [{ fromMs: 5_000, untilMs: null, text: 'loss 10%' }]);
  t.match(of('delay'), [{ fromMs: 60_000, untilMs: 90_000, text: 'delay 50ms..300ms' }]);
  t.match(of('scale'), [{ text: 'scale 40: 10 pods' }]);
  t.equal(new Set(runs.map(({ id }) => id)).size, runs.length);
});

t.test('of pods that are replaced as well, only those are named that were hit', async (t) => {
  const { plan } = planOf({ n: '30', until: '90s', death: 'replace', do: 'kill 3 when infections>=20' });
  const { runs, pods } = marked(plan);
  t.equal(runs.length, 1);
  t.equal(new Set(runs[0]?.pods).size, 3);
  t.ok(runs[0]?.pods.every((name) => pods.rowOfName(name) !== undefined));
});

t.test('of more than can be seen the first are marked', async (t) => {
  const { plan } = planOf({ n: '5', until: '20m', do: 'kill 1 every 1s' });
  const { runs } = marked(plan);
  t.equal(runs.length, MOST_RUNS);
  t.equal(runs.at(-1)?.fromMs, MOST_RUNS * 1_000);
});
