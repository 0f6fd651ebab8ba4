import t from 'tap';
import { createEpidemicStore, type EpidemicStore, type Infection, type Report } from '../src/index.ts';
import { killed, podFacts } from './pods.ts';

type Ill = Readonly<{
  pod: string;
  from?: string | null;
  generation?: number | null;
  strain?: string;
  container?: string;
  exposedAtMs?: number;
}>;

/** One podder tells that it is ill; its pod is made known first. */
function tell(store: EpidemicStore, { pod, container = `${pod}-1`, exposedAtMs, ...ill }: Ill): void {
  const { from = null, generation = 1, strain = 's' } = ill;
  const facts = podFacts({ uid: pod, name: pod, containerId: container });
  store.observe({ type: 'pod', pod: facts }, exposedAtMs ?? 0);
  const times = exposedAtMs === undefined ? {} : { exposedAtMs, symptomaticAtMs: exposedAtMs + 100 };
  const report: Report = { state: 'symptomatic', strain, generation, from, ...times };
  store.observe({ type: 'report', uid: pod, containerId: container, report }, 0);
}

const rows = (store: EpidemicStore): readonly Infection[] => [...store.infections.all()];
const parents = (store: EpidemicStore): object =>
  Object.fromEntries(rows(store).map(({ pod, containerId, parent }) => [`${pod} ${containerId}`, parent]));

t.test('a tree, whoever is heard first', async (t) => {
  const zero: Ill = { pod: 'a', generation: 0, exposedAtMs: 1_000 };
  const one: Ill = { pod: 'b', from: 'a', generation: 1, exposedAtMs: 2_000 };
  const two: Ill = { pod: 'c', from: 'b', generation: 2, exposedAtMs: 3_000 };
  const three: Ill = { pod: 'd', from: 'b', generation: 2, exposedAtMs: 3_500 };
  for (const order of [
    [zero, one, two, three],
    [three, two, one, zero],
    [two, zero, three, one],
  ]) {
    const store = createEpidemicStore();
    for (const ill of order) tell(store, ill);
    const byPod = Object.fromEntries(rows(store).map((row) => [row.pod, row]));
    t.equal(byPod['a']?.parent, 'none');
    t.equal(byPod['b']?.parent, byPod['a']?.id);
    t.equal(byPod['c']?.parent, byPod['b']?.id);
    t.equal(byPod['d']?.parent, byPod['b']?.id);
  }
});

t.test('of the lives of a pod, the one of that generation and that time', async (t) => {
  const store = createEpidemicStore();
  tell(store, { pod: 'a', container: 'a1', generation: 1, exposedAtMs: 1_000 });
  tell(store, { pod: 'a', container: 'a2', generation: 4, exposedAtMs: 20_000 });
  store.observe(
    {
      type: 'pod',
      pod: podFacts({
        uid: 'a',
        name: 'a',
        containerId: undefined,
        lastEnd: { ...killed('a2'), atMs: 30_000 },
      }),
    },
    0,
  );
  tell(store, { pod: 'a', container: 'a3', generation: 4, exposedAtMs: 40_000 });
  tell(store, { pod: 'b', from: 'a', generation: 2, exposedAtMs: 2_000 });
  tell(store, { pod: 'c', from: 'a', generation: 5, exposedAtMs: 21_000 });
  tell(store, { pod: 'd', from: 'a', generation: 5, exposedAtMs: 41_000 });
  t.same(parents(store), {
    'a a1': 'unknown',
    'a a2': 'unknown',
    'a a3': 'unknown',
    'b b-1': 0,
    'c c-1': 1,
    'd d-1': 2,
  });
});

t.test('a sneeze that is read late is that of who sent it, and not of a later life', async (t) => {
  for (const [late, expected] of [
    [900, 0],
    [5_600, 'unknown'],
  ] as const) {
    const store = createEpidemicStore();
    tell(store, { pod: 'a', container: 'a1', generation: 1, exposedAtMs: 1_000 });
    const facts = podFacts({
      uid: 'a',
      name: 'a',
      containerId: undefined,
      lastEnd: { ...killed('a1'), atMs: 15_000 },
    });
    store.observe({ type: 'pod', pod: facts }, 0);
    // It is infected anew, and nobody knows yet when its symptoms begin.
    store.observe({ type: 'pod', pod: podFacts({ uid: 'a', name: 'a', containerId: 'a2' }) }, 0);
    const ill = { strain: 's', generation: 1, from: null, exposedAtMs: 15_500 } as const;
    const again = { type: 'report', uid: 'a', containerId: 'a2' } as const;
    store.observe({ ...again, report: { ...ill, state: 'incubating' } }, 0);
    tell(store, { pod: 'b', from: 'a', generation: 2, exposedAtMs: 15_000 + late });
    tell(store, { pod: 'c', from: 'a', generation: 2, exposedAtMs: 26_000 });
    t.match(parents(store), { 'b b-1': 1, 'c c-1': 1 }, 'as far as is known');
    store.observe({ ...again, report: { ...ill, state: 'symptomatic', symptomaticAtMs: 25_500 } }, 0);
    t.match(parents(store), { 'b b-1': expected, 'c c-1': 1 });
  }
});

t.test('of two pods of one name the one that has symptoms goes before one that may have none', async (t) => {
  const store = createEpidemicStore();
  tell(store, { pod: 'a', container: 'a1', generation: 1, exposedAtMs: 1_000 });
  const report = { state: 'incubating', strain: 's', generation: 1, from: null, exposedAtMs: 4_900 } as const;
  store.observe({ type: 'pod', pod: podFacts({ uid: 'a-2', name: 'a', containerId: 'a2' }) }, 0);
  store.observe({ type: 'report', uid: 'a-2', containerId: 'a2', report }, 0);
  tell(store, { pod: 'b', from: 'a', generation: 2, exposedAtMs: 5_000 });
  t.match(parents(store), { 'b b-1': 0 });
});

t.test('nobody is made up', async (t) => {
  const store = createEpidemicStore();
  tell(store, { pod: 'a', generation: 1, exposedAtMs: 5_000 });
  const others: readonly Ill[] = [
    { pod: 'no-name', generation: 2 },
    { pod: 'of-nobody', from: 'x', generation: 2 },
    { pod: 'another-strain', from: 'a', generation: 2, strain: 'other' },
    { pod: 'another-generation', from: 'a', generation: 3 },
    { pod: 'no-generation', from: 'a', generation: null },
    { pod: 'too-early', from: 'a', generation: 2, exposedAtMs: 1_000 },
    { pod: 'a-second', from: 'a-second', generation: 2 },
  ];
  for (const ill of others) tell(store, ill);
  for (const { pod, parent } of rows(store)) t.equal(parent, 'unknown', pod);
});

t.test('what is learned of one infection, until its end', async (t) => {
  const store = createEpidemicStore();
  const host = { uid: 'u1', containerId: 'c1' };
  const told = (report: Report): void => void store.observe({ type: 'report', ...host, report }, 0);
  store.observe({ type: 'pod', pod: podFacts() }, 0);
  const of = { strain: 's', generation: 2, from: 'x' };
  told({ state: 'incubating', ...of, exposedAtMs: 1_000, sneezes: { sent: 0, answered: 0 } });
  t.match(rows(store), [{ id: 0, exposedAtMs: 1_000, symptomaticAtMs: undefined, endedAtMs: undefined }]);
  told({ state: 'symptomatic', ...of, exposedAtMs: 1_000, symptomaticAtMs: 2_000 });
  told({ state: 'symptomatic', ...of, sneezes: { sent: 4, answered: 3 } });
  const words = { state: 'symptomatic', ...of, sneezes: { sent: 9, answered: 7 } };
  const sight = podFacts({
    containerId: 'c2',
    restarts: 1,
    lastEnd: { ...killed('c1', words), atMs: 3_000 },
  });
  store.observe({ type: 'pod', pod: sight }, 3_700);
  store.observe({ type: 'pod', pod: sight }, 9_999);
  t.same(rows(store), [
    {
      id: 0,
      podUid: 'u1',
      pod: 'generic-1',
      containerId: 'c1',
      ...of,
      parent: 'unknown',
      exposedAtMs: 1_000,
      symptomaticAtMs: 2_000,
      endedAtMs: 3_000,
      sneezes: { sent: 9, answered: 7 },
    },
  ]);
  t.equal(store.infections.get(0), rows(store)[0]);
});

t.test('an end of which only the pod, or nobody, tells', async (t) => {
  const store = createEpidemicStore();
  tell(store, { pod: 'a' });
  store.observe({ type: 'gone', uid: 'a' }, 7_000);
  tell(store, { pod: 'b' });
  store.observe(
    { type: 'pod', pod: podFacts({ uid: 'b', containerId: undefined, lastEnd: killed('b-1') }) },
    8_000,
  );
  t.same(
    rows(store).map(({ pod, endedAtMs }) => [pod, endedAtMs]),
    [
      ['a', 7_000],
      ['b', 8_000],
    ],
  );
});

t.test('last words of before anybody looked are an infection, but not one that was seen', async (t) => {
  const store = createEpidemicStore();
  const words = {
    state: 'symptomatic',
    strain: 's',
    generation: 4,
    from: 'x',
    exposedAt: '2026-11-21T04:16:13.786Z',
  };
  const pod = podFacts({ restarts: 5, containerId: 'c6', lastEnd: { ...killed('c5', words), atMs: 9 } });
  store.observe({ type: 'pod', pod }, 10);
  t.match(rows(store), [
    { containerId: 'c5', generation: 4, exposedAtMs: Date.UTC(2026, 10, 21, 4, 16, 13, 786) },
  ]);
  t.equal(store.present.infections, 0);
});

t.test('the oldest are forgotten, and nothing points to them', async (t) => {
  const store = createEpidemicStore({ maxInfections: 20 });
  for (let index = 0; index < 100; index++) {
    tell(store, { pod: `p${index}`, from: `p${index - 1}`, generation: index, exposedAtMs: index * 1_000 });
  }
  t.ok(store.infections.size <= 20 && store.infections.size >= 18, `${store.infections.size} are kept`);
  const kept = rows(store);
  t.equal(kept.at(-1)?.id, 99);
  t.equal(store.infections.get(kept[0]?.id ?? 0), kept[0]);
  t.equal(store.infections.get(0), undefined);
  for (const { id, parent } of kept) t.equal(parent, id - 1, 'they still know who it was');
  store.observe({ type: 'gone', uid: 'p1' }, 0);
  t.equal(store.present.infections, 100, 'all are counted');
});

t.test(
  'who is ill for longer than is remembered is no new one, and those it infects are its own',
  async (t) => {
    const store = createEpidemicStore({ maxInfections: 20 });
    const long: Ill = { pod: 'long', generation: 1, exposedAtMs: 0 };
    tell(store, long);
    for (let index = 0; index < 50; index++) {
      tell(store, { pod: `p${index}`, generation: 3, exposedAtMs: 1_000 + index });
    }
    t.equal(store.infections.get(0), undefined, 'it is kept no more');
    tell(store, long);
    t.equal(rows(store).at(-1)?.id, 50, 'and is not counted again');
    tell(store, { pod: 'late', from: 'long', generation: 2, exposedAtMs: 60_000 });
    t.match(rows(store).at(-1), { pod: 'late', parent: 0 });

    store.observe({ type: 'gone', uid: 'long' }, 70_000);
    for (let index = 0; index < 50; index++) {
      tell(store, { pod: `q${index}`, generation: 3, exposedAtMs: 80_000 + index });
    }
    tell(store, { pod: 'later', from: 'long', generation: 2, exposedAtMs: 90_000 });
    t.match(rows(store).at(-1), { pod: 'later', parent: 'unknown' }, 'once it is over it is forgotten');
  },
);
