import { CODE, Model } from '@pod-contagion/observatory';
import { CONDITIONS, createEpidemicStore } from '@pod-contagion/epidemic';
import { ObservedRun, placesOf, Recorder, Storyteller } from '@pod-contagion/simulator';
import { linelistCsv } from '@pod-contagion/simulator/formats';
import t from 'tap';
import { planOf, type SimulationPlan, type Texts } from '../../../page/simulate/plan.ts';
import { SimulatedCases } from '../../../page/simulate/simulated-cases.ts';
import { modelOf, SimulatedRun } from '../../../page/simulate/simulated-run.ts';

const START_MS = 946_684_800_000;

function played(plan: SimulationPlan, look: (model: Model) => void = () => {}): Model {
  const run = new SimulatedRun(plan, 'test', START_MS);
  const model = new Model();
  model.load(run.snapshot());
  for (const frame of run.frames()) {
    if (!model.apply(frame)) throw new Error(`expected frame ${model.cursor + 1}, got ${frame.n}`);
    look(model);
  }
  if (run.story === undefined) throw new Error('expected the run to come to its end');
  return model;
}

/** As contagion simulate --cases writes them. */
function recorded(plan: SimulationPlan): string {
  const model = modelOf(plan);
  const recorder = new Recorder(placesOf(model));
  new Storyteller(model, recorder.listener).tell(plan.seed, plan.outbreak, plan.untilMs);
  return [...linelistCsv(recorder.cases)].join('');
}

const EXPERIMENTS: readonly (readonly [name: string, texts: Texts])[] = [
  ['the usual one', { until: '3m' }],
  ['another seed, four sneezes', { seed: '7', sneezes: '4', every: '600ms', until: '2m' }],
  ['pods that are replaced', { n: '40', death: 'replace', until: '2m', seed: '3' }],
  ['two strains on four nodes', { n: '60', strains: '2', nodes: '4', until: '90s', seed: '2' }],
  ['kills and scaling', { n: '30', until: '2m', do: 'kill 50% every 20s;scale 45 at 30s', seed: '5' }],
  [
    'an end by themselves, and no delay',
    { n: '20', death: 'exit', delay: '50ms', health: '10ms', sneezes: '30', until: '30s' },
  ],
];

for (const [name, texts] of EXPERIMENTS) {
  t.test(`${name}: the page's infections are those of contagion simulate, byte for byte`, async (t) => {
    const { plan, misread } = planOf(texts);
    t.strictSame(misread, []);
    const model = played(plan);
    const csv = [...linelistCsv(new SimulatedCases(model.infections, START_MS))].join('');
    t.ok(model.infections.length > 20, `${model.infections.length} infections`);
    t.equal(csv, recorded(plan));
    t.equal(model.infections.length, model.totals.infections);
  });
}

t.test(
  'all pods of a simulation have the labels of the manifests, those that come later as well',
  async (t) => {
    const { plan } = planOf({ n: '20', death: 'replace', until: '1m' });
    const { pods, labelSets } = played(plan);
    t.same(labelSets, ['app=podder,role=generic']);
    t.ok(pods.length > 20);
    t.same(new Set(pods.labels.array.subarray(0, pods.length)), new Set([0]));
  },
);

for (const texts of [{}, { death: 'replace' }, { do: 'kill 50% every 20s;scale 20 at 50s' }] as const) {
  t.test(`counts are those of the store that the terminal shows: ${JSON.stringify(texts)}`, async (t) => {
    const { plan } = planOf({ n: '30', until: '90s', seed: '3', ...texts });
    const store = createEpidemicStore();
    const observed = new ObservedRun(modelOf(plan), { ...plan, store });
    let compared = 0;
    const differences: unknown[] = [];
    played(plan, (model) => {
      const nowMs = model.tMs - START_MS;
      for (const event of observed.advance(nowMs)) void event;
      // A watch stops at extinction; the page goes on until all are back.
      if (observed.extinctAtMs !== undefined) return;
      const { counts, ready, restarts } = store.present;
      const wanted = [...CONDITIONS.map((condition) => counts[condition]), ready, restarts];
      const got = [
        ...CONDITIONS.map((condition) => model.counts[CODE[condition]]),
        model.ready,
        model.restarts,
      ];
      if (got.join() !== wanted.join()) differences.push({ nowMs, got, wanted });
      compared++;
    });
    t.same(differences, []);
    t.ok(compared > 100, `${compared} moments`);
  });
}

t.test('a time for which there is not enough is refused', async (t) => {
  for (const [texts, message] of [
    [{ until: '600h' }, /^until: expected at most 298h.*, got 600h/],
    [
      {
        until: '298h',
        delay: '70h',
        health: '70h',
        sneeze: '70h',
        'live.period': '15m',
        'live.failures': '200',
        'ready.period': '15m',
        'ready.failures': '200',
      },
      /of 24\.8 days, got/,
    ],
  ] as const) {
    t.throws(() => new SimulatedRun(planOf(texts).plan, 'e', START_MS), {
      code: 'SIMULATOR_SETTING',
      message,
    });
  }
});

t.test('pods that are replaced are other pods, in the same place', async (t) => {
  const model = played(planOf({ n: '20', death: 'replace', until: '1m' }).plan);
  t.ok(model.pods.length > 20);
  // Some of them may just be being replaced.
  const there = model.counts.reduce((sum, count) => sum + count, 0);
  t.ok(there <= 20 && there >= 15, `${there} pods`);
  t.ok(model.pods.name.includes('generic-0-1'));
  t.equal(new Set(model.pods.name).size, model.pods.length);
});
