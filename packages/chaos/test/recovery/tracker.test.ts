import fc from 'fast-check';
import t from 'tap';
import { downMsOf } from '../../src/recovery/departure.ts';
import type { PodFacts, WorkloadFacts } from '../../src/recovery/facts.ts';
import { createTracker, MAX_DEPARTURES, type Change } from '../../src/recovery/tracker.ts';

const facts = (name: string, more: Partial<PodFacts> = {}): PodFacts => ({
  namespace: 'default',
  name,
  uid: `uid-${name}`,
  owner: 'Deployment/web',
  ready: true,
  terminating: false,
  ended: undefined,
  restarts: 0,
  ...more,
});

const workload = (wanted: number, ready: number, more: Partial<WorkloadFacts> = {}): WorkloadFacts => ({
  kind: 'Deployment',
  namespace: 'default',
  name: 'web',
  uid: 'uid-web',
  wanted,
  ready,
  ...more,
});

/** A tracker, and what it said in short words. */
function tracked(): ReturnType<typeof createTracker> & { said: string[] } {
  const said: string[] = [];
  const tracker = createTracker(
    ({ event, departure: { name, how, replacement, leftAtMs, backAtMs } }: Change) => {
      const times = backAtMs === undefined ? `${leftAtMs}` : `${leftAtMs}-${backAtMs}`;
      said.push(`${event} ${name} ${how} ${times}${replacement === undefined ? '' : ` by ${replacement}`}`);
    },
  );
  return { ...tracker, said };
}

t.test('a deleted pod is back when a new one of its owner is Ready', async (t) => {
  const { pod, podGone, said, downCount } = tracked();
  pod(facts('a'), 0);
  pod(facts('b'), 0);
  pod(facts('a', { terminating: true }), 100);
  pod(facts('c', { ready: false }), 110);
  podGone('uid-a', 150);
  t.equal(downCount(), 1);
  pod(facts('other', { owner: 'Deployment/other' }), 160);
  pod(facts('c'), 400);
  pod(facts('c'), 500);
  t.same(said, ['left a deleted 100', 'back a deleted 100-400 by c']);
  t.equal(downCount(), 0);
});

t.test('the one that has been gone for longest is replaced first', async (t) => {
  const { pod, podGone, said } = tracked();
  for (const name of ['a', 'b', 'c']) pod(facts(name), 0);
  podGone('uid-b', 10);
  podGone('uid-a', 20);
  pod(facts('d'), 30);
  pod(facts('e'), 40);
  t.same(said.slice(2), ['back b deleted 10-30 by d', 'back a deleted 20-40 by e']);
});

t.test('a pod that was not Ready comes back itself', async (t) => {
  const { pod, said } = tracked();
  pod(facts('a'), 0);
  pod(facts('a', { ready: false }), 100);
  pod(facts('b'), 200);
  pod(facts('a', { ready: false, restarts: 1 }), 250);
  pod(facts('a', { restarts: 1 }), 300);
  t.same(said, ['left a not-ready 100', 'back a not-ready 100-300']);
});

t.test('one that was not Ready and is then deleted was down from the beginning', async (t) => {
  const { pod, podGone, said } = tracked();
  pod(facts('a'), 0);
  pod(facts('a', { ready: false }), 100);
  podGone('uid-a', 200);
  pod(facts('b'), 300);
  t.same(said, ['left a not-ready 100', 'back a deleted 100-300 by b']);
});

t.test('a pod that failed needs another, one that is done does not', async (t) => {
  const { pod, said } = tracked();
  pod(facts('a'), 0);
  pod(facts('a', { ready: false, ended: 'failed' }), 100);
  pod(facts('b'), 200);
  pod(facts('job', { owner: 'Job/once' }), 0);
  pod(facts('job', { owner: 'Job/once', ready: false, ended: 'done' }), 300);
  t.same(said, ['left a failed 100', 'back a failed 100-200 by b']);
});

t.test('a restart that was too quick to be seen', async (t) => {
  const { pod, said } = tracked();
  pod(facts('a'), 0);
  pod(facts('a', { restarts: 1 }), 100);
  t.same(said, ['left a restarted 100', 'back a restarted 100-100']);
});

t.test('what was never Ready did not leave', async (t) => {
  const { pod, podGone, said } = tracked();
  pod(facts('a', { ready: false }), 0);
  podGone('uid-a', 100);
  podGone('uid-unknown', 100);
  t.same(said, []);
});

t.test('pods of a StatefulSet and bare pods are replaced by name', async (t) => {
  for (const owner of ['StatefulSet/db', undefined]) {
    const { pod, podGone, said } = tracked();
    const named = (name: string, uid: string): PodFacts => facts(name, { uid, owner });
    pod(named('db-0', '1'), 0);
    pod(named('db-1', '2'), 0);
    podGone('1', 10);
    podGone('2', 20);
    pod(named('db-1', '3'), 30);
    pod(named('db-0', '4'), 40);
    t.same(said.slice(2), ['back db-1 deleted 20-30 by db-1', 'back db-0 deleted 10-40 by db-0']);
  }
});

t.test('a workload is down from when it loses pods until it has all it wants', async (t) => {
  const tracker = tracked();
  tracker.workload(workload(3, 1), 0);
  tracker.workload(workload(3, 3), 10);
  tracker.workload(workload(5, 3), 20);
  tracker.workload(workload(5, 5), 30);
  t.same(tracker.said, [], 'neither a start nor growth is a loss');
  tracker.workload(workload(5, 4), 40);
  tracker.workload(workload(5, 2), 50);
  tracker.workload(workload(5, 4), 60);
  tracker.workload(workload(5, 5), 70);
  t.same(tracker.said, ['left web replicas 40', 'back web replicas 40-70']);
});

t.test('scaled down, or replaced beforehand: not needed any more', async (t) => {
  const { pod, podGone, workload: set, workloadGone, said, downCount } = tracked();
  set(workload(2, 2), 0);
  for (const name of ['a', 'b', 'c']) pod(facts(name), 0);
  podGone('uid-a', 10);
  t.same(said, ['left a deleted 10', 'unneeded a deleted 10'], 'a surge');
  podGone('uid-b', 20);
  t.equal(downCount(), 1);
  set(workload(1, 1), 30);
  t.same(said.slice(2), ['left b deleted 20', 'unneeded b deleted 20'], 'scaled down');
  podGone('uid-c', 40);
  set(workload(1, 0), 50);
  workloadGone('uid-web', 60);
  t.equal(downCount(), 0, 'deleted as a whole');
});

t.test('times that may be wrong are marked', async (t) => {
  const { pod, podGone, lagging, departures } = tracked();
  for (const name of ['a', 'b', 'c']) pod(facts(name), 0);
  podGone('uid-a', 10);
  lagging(true);
  podGone('uid-b', 20);
  pod(facts('d'), 30);
  lagging(false);
  pod(facts('e'), 40);
  podGone('uid-c', 50);
  pod(facts('f'), 60);
  t.match(departures(), [
    { name: 'a', inexact: true },
    { name: 'b', inexact: true },
    { name: 'c', inexact: false },
  ]);
});

t.test('what is kept has a limit', async (t) => {
  const { pod, podGone, departures, forgotten, downCount } = createTracker();
  for (let index = 0; index < MAX_DEPARTURES + 10; index++) {
    pod(facts(`a-${index}`, { owner: `Job/${index}` }), index);
    podGone(`uid-a-${index}`, index);
  }
  t.same([downCount(), departures().length, forgotten()], [MAX_DEPARTURES, MAX_DEPARTURES, 10]);
});

/** What happens to a Deployment, step by step, some ms apart. */
const steps = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 1_000 }),
    what: fc.constantFrom('kill', 'start', 'ready', 'unready', 'again'),
    pick: fc.nat(),
  }),
  { maxLength: 60 },
);

t.test('time down is what is missing, added up over time', async (t) => {
  fc.assert(
    fc.property(steps, (list) => {
      const tracker = createTracker();
      const state = new Map<string, 'ready' | 'starting' | 'unready'>();
      const wanted = 5;
      let [nowMs, missingMs, made] = [0, 0, 0];
      const pods = (is: string): string[] =>
        [...state].filter(([, each]) => each === is).map(([name]) => name);
      const set = (name: string, is: 'ready' | 'starting' | 'unready'): void => {
        state.set(name, is);
        tracker.pod(facts(name, { ready: is === 'ready' }), nowMs);
      };
      for (; made < wanted; made++) set(`p${made}`, 'ready');
      for (const { afterMs, what, pick } of list) {
        missingMs += afterMs * (wanted - pods('ready').length);
        nowMs += afterMs;
        const from = {
          kill: [...state.keys()],
          start: [''],
          ready: pods('starting'),
          unready: pods('ready'),
          again: pods('unready'),
        };
        const name = from[what][pick % Math.max(1, from[what].length)];
        if (name === undefined) continue;
        if (what === 'kill') {
          state.delete(name);
          tracker.podGone(`uid-${name}`, nowMs);
        } else if (what === 'start') {
          if (state.size < wanted) set(`p${made++}`, 'starting');
        } else set(name, what === 'unready' ? 'unready' : 'ready');
      }
      const departures = tracker.departures();
      const downMs = departures.reduce((sum, each) => sum + (downMsOf(each) ?? nowMs - each.leftAtMs), 0);
      return downMs === missingMs && tracker.downCount() === wanted - pods('ready').length;
    }),
    { numRuns: 1_000 },
  );
  t.pass('held');
});
