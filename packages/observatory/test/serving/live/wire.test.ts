/** What is sent of an epidemic: whoever follows the frames knows what a snapshot says. */
import fc from 'fast-check';
import t from 'tap';
import { CONDITIONS, createEpidemicStore, type Observation, type PodSight } from '@pod-contagion/epidemic';
import { Model, type Snapshot } from '../../../src/index.ts';
import { snapshotOf } from '../../../src/snapshots/index.ts';
import { emptySnapshot } from '../../../src/snapshots/empty-snapshot.ts';
import { InfectionWire } from '../../../src/serving/live/infection-wire.ts';
import { PodRows } from '../../../src/serving/live/pod-rows.ts';
import { LIVE } from '../../testing/hand-fed.ts';

const BASE_MS = Date.UTC(2026, 0, 1);

/** One thing that happens to one of six pods, in a few words. */
const happening = fc.record({
  pod: fc.integer({ min: 0, max: 5 }),
  what: fc.constantFrom('ready', 'ill', 'symptoms', 'end', 'run', 'wait', 'delete', 'node', 'label'),
  from: fc.integer({ min: 0, max: 5 }),
  sendsFrame: fc.boolean(),
});

type Life = { run: number; generation: number; node: string | undefined; labels: string | undefined };

t.test('frames lead where a snapshot is', (t) => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      const pods = new PodRows();
      const infections = new InfectionWire(pods);
      const store = createEpidemicStore({
        onPodder: (before, now) => (now === undefined ? pods.gone(before?.uid ?? '') : pods.put(now)),
        onInfection: (infection, part) => infections.put(infection, part),
      });
      const source = { kind: 'cluster', name: 'test', namespace: 'lab', selector: '' } as const;
      const empty = emptySnapshot(source, { epoch: 'e', t: BASE_MS, status: LIVE });
      const model = new Model();
      model.load(empty);
      const lives: Life[] = Array.from({ length: 6 }, () => ({
        run: 0,
        generation: 0,
        node: undefined,
        labels: undefined,
      }));
      let tMs = BASE_MS;
      let n = 0;
      const flush = (): void => {
        if (!pods.hasChanged && !infections.hasChanged) return;
        model.apply({ n: ++n, t: tMs, ...infections.take(tMs), ...pods.take() });
      };
      for (const { pod, what, from, sendsFrame } of happenings) {
        tMs += 137;
        for (const each of observationsOf(pod, what, from, lives, tMs)) store.observe(each, tMs);
        if (sendsFrame) flush();
      }
      flush();
      const { present } = store;
      const direct: Snapshot = {
        ...empty,
        cursor: n,
        t: model.tMs,
        labelSets: pods.labelSets,
        pods: pods.columns(),
        infections: infections.columns(store.infections.all()),
        strains: infections.strains,
        totals: {
          infections: infections.count,
          generations: infections.generations,
          restarts: present.restarts,
        },
      };
      const followed = snapshotOf(model);
      const plain = (snapshot: Snapshot): unknown =>
        JSON.parse(JSON.stringify({ ...snapshot, history: null }));
      t.strictSame(plain(followed), plain(direct));
      t.same(
        [...model.counts],
        CONDITIONS.map((each) => present.counts[each]),
      );
      t.equal(model.ready, present.ready);
      return true;
    }),
    { numRuns: 100 },
  );
  t.end();
});

function observationsOf(
  pod: number,
  what: string,
  from: number,
  lives: readonly Life[],
  tMs: number,
): readonly Observation[] {
  const life = lives[pod]!;
  const uid = `u${pod}`;
  const containerId = `local://${String(pod)}${String(life.run).padStart(63, '0')}`;
  const sight = (changes: Partial<PodSight> = {}): Observation => ({
    type: 'pod',
    pod: {
      uid,
      name: `generic-${pod}`,
      ready: true,
      over: false,
      containerId,
      waitingReason: undefined,
      waitingMessage: undefined,
      restarts: life.run,
      lastEnd: undefined,
      node: life.node,
      owner: 'generic',
      labels: life.labels,
      ...changes,
    },
  });
  const told = {
    strain: 'flu',
    generation: lives[from]!.generation + 1,
    from: `generic-${from}`,
    exposedAtMs: tMs - 50,
  };
  switch (what) {
    case 'ill':
      life.generation = told.generation;
      return [sight(), { type: 'report', uid, containerId, report: { ...told, state: 'incubating' } }];
    case 'symptoms':
      life.generation = told.generation;
      return [
        { type: 'report', uid, containerId, report: { ...told, state: 'symptomatic', symptomaticAtMs: tMs } },
      ];
    case 'end': {
      const end = { containerId, exitCode: 143, reason: 'Error', atMs: tMs };
      const sneezes = { sent: 3, answered: 2 };
      const words = { ...told, exposedAt: new Date(tMs - 90).toISOString(), state: 'symptomatic', sneezes };
      life.run++;
      return [
        sight({ ready: false, containerId: undefined, lastEnd: { ...end, message: JSON.stringify(words) } }),
      ];
    }
    case 'wait':
      return [sight({ ready: false, containerId: undefined, waitingReason: 'CrashLoopBackOff' })];
    case 'delete':
      return [{ type: 'gone', uid }];
    case 'node':
      life.node = `node-${from}`;
      return [sight()];
    case 'label':
      life.labels = `app=podder,track=${from}`;
      return [sight()];
    default:
      return [sight({ ready: what === 'ready' })];
  }
}
