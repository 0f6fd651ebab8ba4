import t from 'tap';
import { createEpidemicStore } from '@pod-contagion/epidemic';
import { Engine } from '../../src/engine/engine.ts';
import * as COUNT from '../../src/engine/count.ts';
import type { SimulatedEvent } from '../../src/observing/observed-run.ts';
import { simulate } from '../../src/observing/simulate.ts';
import { createModel, type SimulationSettings } from '../../src/settings/index.ts';

const ORIGINAL: SimulationSettings = {
  pods: 50,
  symptomDelayMs: 10_000,
  healthDelayMs: 0,
  sneezeIntervalMs: 600,
  profile: 'original-go',
  startupPeriodMs: 0,
};

const of = (events: readonly SimulatedEvent[], name: string): readonly SimulatedEvent[] =>
  events.filter(({ event }) => event === name);

t.test('one podder, in the words of an epidemic', async (t) => {
  const told = [...simulate({ ...ORIGINAL, pods: 1 })].map(({ event, pod }) => `${event} ${pod}`);
  t.same(told.slice(0, 6), [
    'created generic-0',
    'susceptible generic-0',
    'infected generic-0',
    'symptomatic generic-0',
    'killed generic-0',
    'restarted generic-0',
  ]);
});

t.test('what is told adds up to what the engine counts', async (t) => {
  const store = createEpidemicStore();
  const events = [...simulate(ORIGINAL, { seed: 3, store })];
  const engine = new Engine(createModel(ORIGINAL), { lineage: true });
  engine.reset(3);
  engine.introduce();
  engine.run(1_000_000);
  const { counts } = engine;
  t.equal(of(events, 'infected').length, counts[COUNT.infections]);
  t.equal(of(events, 'restarted').length, counts[COUNT.restarts]);
  t.equal(store.present.restarts, counts[COUNT.restarts]);
  t.equal(store.present.mostRestarts, counts[COUNT.mostRestarts]);
  t.equal(store.present.generations, counts[COUNT.generations]);
  t.equal(store.present.counts.waiting, counts[COUNT.waiting]);
  t.equal(store.present.ready, counts[COUNT.ready]);
  t.equal(of(events, 'created').length, 50);
  t.ok(
    events.every(({ atMs }, index) => index === 0 || atMs >= events[index - 1]!.atMs),
    'in the order of time',
  );
});

t.test('each infection has its parent, of the generation before', async (t) => {
  const store = createEpidemicStore();
  for (const _ of simulate(ORIGINAL, { seed: 4, store }));
  const rows = [...store.infections.all()];
  t.ok(rows.length > 200);
  t.equal(rows.filter(({ generation }) => generation === 1).length, 1);
  for (const { parent, generation, exposedAtMs } of rows) {
    if (generation === 1) continue;
    const from = typeof parent === 'number' ? store.infections.get(parent) : undefined;
    if (from?.generation !== generation! - 1 || from.symptomaticAtMs! > exposedAtMs!)
      t.fail(`parent ${parent}`);
  }
});

t.test('waits are those of the back-off, and pods that are replaced are others', async (t) => {
  const waits = of([...simulate(ORIGINAL, { seed: 3 })], 'back-off').map((event) =>
    event.event === 'back-off' ? event.seconds : undefined,
  );
  t.ok(waits.length > 50);
  t.same(
    [...new Set(waits)]
      .toSorted((a, b) => a! - b!)
      .filter((seconds) => ![10, 20, 40, 80, 160, 300].includes(seconds!)),
    [],
  );
  const replaced = [...simulate({ ...ORIGINAL, death: 'replace' }, { seed: 3, untilMs: 60_000 })];
  t.ok(of(replaced, 'deleted').length > 5);
  t.equal(of(replaced, 'created').length, 50 + of(replaced, 'deleted').length);
  t.equal(of(replaced, 'restarted').length, 0);
});

t.test('waits that are told are those that are waited, where some ends are not known', async (t) => {
  const settings = { ...ORIGINAL, symptomDelayMs: 100_000, unknownEndProbability: 0.4 } as const;
  const store = createEpidemicStore();
  const ended = new Map<string, number>();
  const waited = new Map<string, { fromMs: number; seconds: number }>();
  let waits = 0;
  for (const event of simulate(settings, { seed: 3, store, untilMs: 3_600_000 })) {
    const { atMs, pod } = event;
    if (event.event === 'killed') ended.set(pod, atMs);
    else if (event.event === 'back-off')
      waited.set(pod, { fromMs: ended.get(pod)!, seconds: event.seconds! });
    else if (event.event === 'restarted') {
      const { fromMs = atMs, seconds = 0 } = waited.get(pod) ?? {};
      waited.delete(pod);
      if (seconds > 0) waits++;
      // A kubelet looks again within a minute and as much of jitter as half of that, and at whole seconds.
      const lateMs = atMs - fromMs - 1_000 * seconds;
      if (lateMs < 0 || lateMs > 500 * Math.min(60, seconds) + 1_000)
        t.fail(`${seconds} s, ${lateMs} ms late`);
    }
  }
  t.ok(waits > 50, `${waits} waits`);
});

t.test('who is killed and who ends by itself have their own exit codes', async (t) => {
  for (const [death, exitCode] of [
    ['restart', 143],
    ['exit', 3],
  ] as const) {
    const events = [...simulate({ ...ORIGINAL, healthDelayMs: 3_000, death }, { untilMs: 60_000 })];
    const codes = events.flatMap((event) => (event.event === 'killed' ? [event.exitCode] : []));
    t.ok(codes.length > 5);
    t.same([...new Set(codes)], [exitCode], death);
  }
});

t.test('it ends when it is told to, and settings are looked at first', async (t) => {
  const events = [...simulate(ORIGINAL, { untilMs: 12_000 })];
  t.ok(events.at(-1)!.atMs <= 12_000 && of(events, 'symptomatic').length === 1);
  t.throws(() => simulate({ pods: 0 }), { code: 'SIMULATOR_SETTING' });
});

t.test('what is done from outside is seen as in a cluster, with the names of strains', async (t) => {
  const store = createEpidemicStore();
  const settings: SimulationSettings = {
    ...ORIGINAL,
    interventions: [
      { moment: { atMs: 5_000 }, action: { type: 'kill', amount: { count: 10 } } },
      { moment: { atMs: 15_000 }, action: { type: 'scale', pods: 70 } },
      { moment: { atMs: 40_000 }, action: { type: 'scale', pods: 30 } },
    ],
  };
  const outbreak = { sneezes: 3, intervalMs: 500, strains: 2 };
  const events = [...simulate(settings, { seed: 5, store, outbreak, untilMs: 60_000 })];
  const names = (event: string): readonly string[] => of(events, event).map(({ pod }) => pod ?? '');
  t.equal(names('created').length, 50 + 10 + 20);
  t.equal(new Set(names('created')).size, 80, 'each is another pod');
  const { counts } = store.present;
  t.equal(
    Object.values(counts).reduce((sum, count) => sum + count, 0),
    30,
  );
  const strains = new Set(
    events.flatMap((event) => (event.event === 'infected' && event.strain !== null ? [event.strain] : [])),
  );
  t.same([...strains].toSorted(), ['simulated-1', 'simulated-2']);
});
