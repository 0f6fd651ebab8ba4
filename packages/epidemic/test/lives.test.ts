/** Former lives of a pod, of which Kubernetes says nothing and the podder that runs now tells. */
import t from 'tap';
import { createEpidemicStore, type EpidemicStore, type Report } from '../src/index.ts';
import { readReport } from '../src/report.ts';
import { podFacts } from './pods.ts';

const HEALTHY: Report = { state: 'susceptible', strain: null, generation: null, from: null };

function ill(generation: number, exposedAtMs: number, endedAtMs?: number): Report {
  const times = { exposedAtMs, symptomaticAtMs: exposedAtMs + 100 };
  const end = endedAtMs === undefined ? {} : { endedAtMs };
  return { state: 'symptomatic', strain: 's', generation, from: 'zero', ...times, ...end };
}

function run(store: EpidemicStore, container: string, restarts: number, atMs: number): void {
  store.observe({ type: 'pod', pod: podFacts({ containerId: container, restarts }) }, atMs);
}

function report(store: EpidemicStore, containerId: string, told: Report): unknown {
  return store.observe({ type: 'report', uid: 'u1', containerId, report: told }, 0);
}

const rows = (store: EpidemicStore) => [...store.infections.all()];

t.test('a container that is replaced without a word has ended, and the next life says when', async (t) => {
  const store = createEpidemicStore();
  run(store, 'c1', 0, 0);
  report(store, 'c1', ill(1, 1_000));
  run(store, 'c2', 1, 9_000);
  t.equal(rows(store)[0]?.endedAtMs, 9_000, 'when the next one was seen');
  t.equal(store.missedEnds, 1);
  const words = { ...ill(1, 1_000, 7_000), sneezes: { sent: 9, answered: 4 } };
  t.ok(report(store, 'c2', { ...HEALTHY, lives: [words] }) === undefined, 'no event');
  t.match(rows(store), [{ containerId: 'c1', endedAtMs: 7_000, sneezes: { sent: 9, answered: 4 } }]);
  t.equal(rows(store).length, 1);
  t.equal(store.missedEnds, 0, 'and nothing of it is unknown');
  t.equal(store.present.infections, 1);
});

t.test('a life that nobody saw is learnt once, and infects those who name it', async (t) => {
  const store = createEpidemicStore();
  run(store, 'c1', 0, 0);
  run(store, 'c3', 2, 9_000);
  const lives = [ill(4, 1_000, 2_000), ill(9, 5_000, 6_000)];
  t.same(report(store, 'c3', { ...HEALTHY, lives }), []);
  report(store, 'c3', { ...HEALTHY, lives });
  t.match(rows(store), [
    { containerId: '', generation: 4, exposedAtMs: 1_000, endedAtMs: 2_000 },
    { containerId: '', generation: 9, exposedAtMs: 5_000, endedAtMs: 6_000 },
  ]);
  t.equal(rows(store).length, 2);
  t.equal(store.present.infections, 2);
  t.equal(store.present.generations, 9);
  store.observe({ type: 'pod', pod: podFacts({ uid: 'u2', name: 'generic-2', containerId: 'd1' }) }, 9_000);
  const child: Report = { ...ill(10, 5_900), from: 'generic-1' };
  store.observe({ type: 'report', uid: 'u2', containerId: 'd1', report: child }, 9_000);
  t.equal(rows(store)[2]?.parent, rows(store)[1]?.id);
});

t.test('a podder that is ill tells of former lives as well', async (t) => {
  const store = createEpidemicStore();
  run(store, 'c1', 0, 0);
  run(store, 'c2', 1, 3_000);
  report(store, 'c2', { ...ill(5, 4_000), lives: [ill(1, 1_000, 2_000)] });
  t.same(
    rows(store).map(({ generation, endedAtMs }) => [generation, endedAtMs]),
    [
      [1, 2_000],
      [5, undefined],
    ],
  );
  run(store, 'c3', 2, 9_000);
  report(store, 'c3', { ...HEALTHY, lives: [ill(1, 1_000, 2_000), ill(5, 4_000, 8_000)] });
  t.equal(rows(store)[1]?.endedAtMs, 8_000);
  t.equal(rows(store).length, 2);
});

t.test(
  'of two former lives of one generation, the one that sneezed at that time is the parent',
  async (t) => {
    const store = createEpidemicStore();
    run(store, 'c1', 0, 0);
    store.observe({ type: 'pod', pod: podFacts({ uid: 'u2', name: 'generic-2', containerId: 'd1' }) }, 0);
    const child: Report = { ...ill(5, 11_000), from: 'generic-1' };
    store.observe({ type: 'report', uid: 'u2', containerId: 'd1', report: child }, 11_000);
    run(store, 'c3', 2, 30_000);
    const late: Report = { ...ill(4, 10_900, 25_000), symptomaticAtMs: 20_900 };
    report(store, 'c3', { ...HEALTHY, lives: [late] });
    t.equal(rows(store)[0]?.parent, 'unknown', 'nobody sneezes before it is ill');
    report(store, 'c3', { ...HEALTHY, lives: [ill(4, 3_000, 5_900), late] });
    t.equal(rows(store)[0]?.parent, 'unknown', 'or long after its end');
    report(store, 'c3', { ...HEALTHY, lives: [ill(4, 4_000, 6_000), late] });
    t.equal(rows(store)[0]?.parent, rows(store).at(-1)?.id, 'a sneeze may be read late');
    report(store, 'c3', { ...HEALTHY, lives: [ill(4, 10_500, 11_100), late] });
    t.equal(rows(store)[0]?.parent, rows(store).at(-1)?.id, 'who was there fits better');
  },
);

t.test('a life that is forgotten is not news again', async (t) => {
  const store = createEpidemicStore({ maxInfections: 10 });
  run(store, 'c1', 0, 0);
  const old = ill(1, 1_000, 2_000);
  report(store, 'c1', { ...HEALTHY, lives: [old] });
  for (let pod = 2; pod < 20; pod++) {
    const [uid, containerId] = [`u${pod}`, `d${pod}`];
    store.observe({ type: 'pod', pod: podFacts({ uid, name: `generic-${pod}`, containerId }) }, 9_000);
    store.observe({ type: 'report', uid, containerId, report: ill(2, 3_000 + pod) }, 9_000);
  }
  t.notOk(rows(store).some(({ exposedAtMs }) => exposedAtMs === 1_000));
  t.equal(report(store, 'c1', { ...HEALTHY, lives: [old] }), undefined);
  t.equal(store.present.infections, 19);
});

t.test('lives of a report are read as a report is, and what is none is left out', async (t) => {
  const life = {
    state: 'symptomatic',
    strain: 's',
    generation: 3,
    from: null,
    exposedAt: '1970-01-01T00:00:01.000Z',
  };
  const text = (lives: unknown): string => JSON.stringify({ state: 'susceptible', lives });
  t.equal(readReport(text(undefined))?.lives, undefined);
  t.equal(readReport(text('x'))?.lives, undefined);
  t.same(readReport(text([]))?.lives, []);
  t.match(readReport(text([1, null, { state: 'dead' }, life]))?.lives, [
    { generation: 3, exposedAtMs: 1_000 },
  ]);
  t.equal(readReport(text(Array.from({ length: 100 }, () => life)))?.lives?.length, 16);
});
