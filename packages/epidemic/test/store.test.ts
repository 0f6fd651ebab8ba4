import fc from 'fast-check';
import t from 'tap';
import {
  CONDITIONS,
  createEpidemicStore,
  NO_EPIDEMIC,
  type Epidemic,
  type EpidemicEvent,
  type EpidemicStore,
  type Observation,
  type Report,
} from '../src/index.ts';
import { killed, podFacts } from './pods.ts';

const INCUBATING: Report = { state: 'incubating', strain: 's', generation: 4, from: 'generic-9' };
const SYMPTOMATIC: Report = { ...INCUBATING, state: 'symptomatic' };
const HEALTHY: Report = { state: 'susceptible', strain: null, generation: null, from: null };

type Followed = { store: EpidemicStore; epidemic: Epidemic; events: EpidemicEvent[] };

function follow(...observations: Observation[]): Followed {
  const store = createEpidemicStore();
  const events = observations.flatMap((observation) => store.observe(observation, 0) ?? []);
  return { store, epidemic: store.present, events };
}
const pod = (changes: Parameters<typeof podFacts>[0] = {}): Observation => ({
  type: 'pod',
  pod: podFacts(changes),
});
const report = (of: Report, containerId = 'c1'): Observation => ({
  type: 'report',
  uid: 'u1',
  containerId,
  report: of,
});
const kinds = (events: readonly EpidemicEvent[]): string[] => events.map(({ event }) => event);

t.test('a podder lives and dies', async (t) => {
  const { epidemic, events } = follow(
    pod({ containerId: undefined, ready: false, waitingReason: 'ContainerCreating' }),
    pod({ ready: false }),
    report(HEALTHY),
    pod(),
    report(INCUBATING),
    report(INCUBATING),
    report(SYMPTOMATIC),
    pod({ ready: false }),
    pod({ ready: false, containerId: 'c2', restarts: 1, lastEnd: killed('c1', SYMPTOMATIC) }),
    pod({ containerId: 'c2', restarts: 1, lastEnd: killed('c1', SYMPTOMATIC) }),
  );
  t.same(events, [
    { event: 'created', pod: 'generic-1' },
    { event: 'susceptible', pod: 'generic-1' },
    { event: 'infected', pod: 'generic-1', from: 'generic-9', generation: 4, strain: 's' },
    { event: 'symptomatic', pod: 'generic-1' },
    { event: 'killed', pod: 'generic-1', exitCode: 143, reason: 'Error' },
    { event: 'restarted', pod: 'generic-1', podRestarts: 1 },
    { event: 'susceptible', pod: 'generic-1' },
  ]);
  t.match(epidemic, {
    counts: { susceptible: 1 },
    ready: 1,
    restarts: 1,
    mostRestarts: 1,
    generations: 4,
    infections: 1,
  });
});

t.test('back-off, its length, and the restart after it', async (t) => {
  const message = (text: string): string =>
    `back-off ${text} restarting failed container=podder pod=generic-1`;
  const waiting = {
    ready: false,
    containerId: undefined,
    waitingReason: 'CrashLoopBackOff',
    lastEnd: killed('c1'),
  };
  for (const [text, seconds] of [
    ['40s', 40],
    ['5m0s', 300],
    ['1h0m1s', 3601],
  ] as const) {
    const { epidemic, events } = follow(
      pod(),
      pod({ ...waiting, waitingMessage: message(text) }),
      pod({ ...waiting, waitingMessage: message(text) }),
      pod({ ready: false, containerId: 'c2', restarts: 1, lastEnd: killed('c1') }),
    );
    t.same(kinds(events), ['created', 'susceptible', 'killed', 'back-off', 'restarted', 'starting']);
    t.match(events[3], { seconds });
    t.match(epidemic.counts, { starting: 1, waiting: 0 });
  }
  const { events } = follow(pod(), pod({ ...waiting, waitingMessage: 'something else' }));
  t.match(events.at(-1), { event: 'back-off', seconds: null });
});

t.test('an infection that nobody asked about in time is told by last words', async (t) => {
  const { events, epidemic } = follow(
    pod(),
    pod({ containerId: 'c2', ready: false, restarts: 1, lastEnd: killed('c1', SYMPTOMATIC) }),
  );
  t.same(kinds(events), ['created', 'susceptible', 'infected', 'symptomatic', 'killed', 'restarted']);
  t.match(epidemic, { infections: 1, generations: 4 });
});

t.test('the end of a container whose beginning was missed has an infection of its own', async (t) => {
  const { events } = follow(
    pod(),
    report(SYMPTOMATIC),
    pod({
      containerId: 'c3',
      ready: false,
      restarts: 2,
      lastEnd: killed('c2', { ...SYMPTOMATIC, generation: 6 }),
    }),
  );
  t.same(kinds(events), [
    'created',
    'susceptible',
    'infected',
    'symptomatic',
    'infected',
    'symptomatic',
    'killed',
    'restarted',
  ]);
});

t.test('last words that are none, or healthy, tell of no infection', async (t) => {
  for (const words of [undefined, HEALTHY, { state: 'unknown' }, {}]) {
    const { epidemic } = follow(pod(), pod({ containerId: 'c2', restarts: 1, lastEnd: killed('c1', words) }));
    t.equal(epidemic.infections, 0);
  }
});

t.test('nobody gets well, and a report counts for its own container only', async (t) => {
  const ill = follow(
    pod(),
    report(SYMPTOMATIC),
    report(INCUBATING),
    report(HEALTHY),
    pod({ ready: false }),
    pod(),
  );
  t.match(ill.epidemic.counts, { symptomatic: 1, susceptible: 0 });
  const other = follow(pod(), report(SYMPTOMATIC, 'c0'));
  t.match(other.epidemic.counts, { susceptible: 1 });
  const nobody = follow(report(SYMPTOMATIC));
  t.equal(nobody.epidemic, NO_EPIDEMIC);
});

t.test('a starter ends, a pod is deleted', async (t) => {
  const over = {
    over: true,
    ready: false,
    containerId: undefined,
    lastEnd: { ...killed('c1'), exitCode: 0 },
  };
  const { epidemic, events } = follow(
    pod(),
    pod(over),
    { type: 'gone', uid: 'u1' },
    { type: 'gone', uid: 'u1' },
  );
  t.same(kinds(events), ['created', 'susceptible', 'ended', 'deleted']);
  t.equal(epidemic.podders.size, 0);
});

t.test('what was before anybody looked is counted, not told', async (t) => {
  const { epidemic, events } = follow(
    pod({ restarts: 5, containerId: 'c6', lastEnd: killed('c5', SYMPTOMATIC) }),
  );
  t.same(kinds(events), ['created', 'susceptible']);
  t.match(epidemic, { restarts: 5, mostRestarts: 5, infections: 0 });
});

t.test('what changes nothing gives the same epidemic back', async (t) => {
  const { store, epidemic } = follow(pod(), report(INCUBATING));
  for (const same of [report(INCUBATING), pod()]) {
    t.equal(store.observe(same, 1), undefined);
    t.equal(store.present, epidemic);
  }
});

const uids = fc.constantFrom('u1', 'u2', 'u3');
const containers = fc.constantFrom('c1', 'c2', 'c3');
const reports = fc.constantFrom(HEALTHY, INCUBATING, SYMPTOMATIC);
const observations: fc.Arbitrary<Observation> = fc.oneof(
  { weight: 1, arbitrary: uids.map((uid): Observation => ({ type: 'gone', uid })) },
  {
    weight: 6,
    arbitrary: fc
      .record({
        uid: uids,
        ready: fc.boolean(),
        over: fc.boolean(),
        containerId: fc.option(containers, { nil: undefined }),
        waitingReason: fc.constantFrom(undefined, 'CrashLoopBackOff', 'ErrImagePull'),
        restarts: fc.nat(5),
        lastEnd: fc.option(
          fc
            .tuple(containers, fc.option(reports, { nil: undefined }))
            .map(([id, words]) => killed(id, words)),
          { nil: undefined },
        ),
      })
      .map((changes): Observation => ({ type: 'pod', pod: podFacts({ ...changes, name: changes.uid }) })),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(uids, containers, reports)
      .map(([uid, containerId, of]): Observation => ({ type: 'report', uid, containerId, report: of })),
  },
);

t.test('whatever is observed: counts add up, and no count changes without an event', async () => {
  fc.assert(
    fc.property(fc.array(observations, { maxLength: 40 }), (all) => {
      const store = createEpidemicStore();
      const present = new Set<string>();
      for (const observation of all) {
        if (observation.type === 'pod') present.add(observation.pod.uid);
        if (observation.type === 'gone') present.delete(observation.uid);
        const before = store.present;
        const kept = structuredClone({ ...before, podders: undefined });
        const events = store.observe(observation, 0);
        const after = store.present;
        if (JSON.stringify({ ...before, podders: undefined }) !== JSON.stringify(kept)) return false;
        if ((events === undefined) !== (after === before)) return false;
        const sum = CONDITIONS.reduce((total, condition) => total + after.counts[condition], 0);
        if (sum !== present.size || sum !== after.podders.size) return false;
        if (after.mostRestarts > after.restarts) return false;
        if (after.generations < before.generations) return false;
        const hasChanged = JSON.stringify(after.counts) !== JSON.stringify(before.counts);
        if (hasChanged && (events ?? []).length === 0) return false;
        const infected = (events ?? []).filter(({ event }) => event === 'infected').length;
        if (after.infections !== before.infections + infected) return false;
        if (JSON.stringify(countAnew(after)) !== JSON.stringify(countedIn(after))) return false;
      }
      return true;
    }),
    { numRuns: 500 },
  );
});

/** What the podders that there are come to, counted one by one. */
function countAnew({ podders }: Epidemic): object {
  const all = [...podders.values()];
  return {
    counts: Object.fromEntries(
      CONDITIONS.map((each) => [each, all.filter(({ condition }) => condition === each).length]),
    ),
    ready: all.filter(({ ready }) => ready).length,
    reasons: [...new Set(all.flatMap(({ waitingReason = [] }) => waitingReason))]
      .map((reason) => `${all.filter(({ waitingReason }) => waitingReason === reason).length} ${reason}`)
      .toSorted(),
    restarts: all.reduce((sum, { restarts }) => sum + restarts, 0),
    mostRestarts: Math.max(0, ...all.map(({ restarts }) => restarts)),
  };
}

function countedIn({ counts, ready, waitingReasons, restarts, mostRestarts }: Epidemic): object {
  return {
    counts,
    ready,
    reasons: Object.entries(waitingReasons)
      .map(([reason, count]) => `${count} ${reason}`)
      .toSorted(),
    restarts,
    mostRestarts,
  };
}
