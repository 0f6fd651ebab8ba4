import t from 'tap';
import { ChaosError } from '../../src/errors.ts';
import { listActive } from '../../src/run/active.ts';
import type { RunEvent } from '../../src/run/run-events.ts';
import { runAgents, runFault } from '../../src/run/run-fault.ts';
import { never, runPods, startFor } from '../testing/cluster.ts';
import { ANY_FAULT, scriptedImages } from '../testing/scripted-images.ts';
import { until } from '../../../../scripts/testing/until.ts';

const scripted = scriptedImages(t);
const test = await startFor(t, { images: scripted.images });
const { kube } = test;
const HERE = { namespaces: ['default'] };

t.test('holds a fault in all targets for its duration, and reports the proof of each', async (t) => {
  const targets = await runPods(test, ['good-1', 'good-2', 'good-3']);
  const events: RunEvent[] = [];
  const startedMs = performance.now();
  const report = await runAgents(
    kube,
    targets,
    ANY_FAULT,
    { durationMs: 1_500, image: 'scripted', concurrency: 2, onEvent: (event) => void events.push(event) },
    never,
  );
  t.ok(performance.now() - startedMs >= 1_500, 'as long as it was to last');
  t.match(report, { verdict: 'held', interrupted: false, fault: 'drop, in and out, on eth0' });
  t.match(report.run, /^[a-z0-9]{8}$/);
  t.same(
    report.targets.map(({ pod, outcome, hits, mended }) => [pod.name, outcome, hits, mended]),
    [
      ['good-1', 'hit', 7, true],
      ['good-2', 'hit', 7, true],
      ['good-3', 'hit', 7, true],
    ],
  );
  t.equal(report.targets[0]?.agent?.reason, 'deadline');
  const ofOne = events.filter((event) => 'pod' in event && event.pod.name === 'good-1');
  t.same(
    ofOne.map(({ event }) => event),
    ['injected', 'begun', 'applied', 'effect', 'ending', 'done'],
  );
  t.same(targets.flatMap(scripted.faults), []);
  const faults = await listActive(kube, HERE);
  t.same(
    faults.map(({ state, run }) => [state, run]),
    Array.from({ length: 3 }, () => ['ended', report.run]),
  );
});

t.test('no packet is no effect', async (t) => {
  const targets = await runPods(test, ['missed']);
  const options = { durationMs: 200, image: 'scripted:misses' };
  const report = await runAgents(kube, targets, ANY_FAULT, options, never);
  t.match(report, { verdict: 'no-effect', targets: [{ outcome: 'missed', hits: 0, mended: true }] });
});

t.test('what the agent refuses is the error of its target', async (t) => {
  const targets = await runPods(test, ['refused']);
  const options = { durationMs: 200, image: 'scripted:refuses' };
  const report = await runAgents(kube, targets, ANY_FAULT, options, never);
  t.match(report, {
    verdict: 'failed',
    targets: [{ outcome: 'failed', mended: true, end: 'untouched', error: { code: 'CHAOS_NO_NETEM' } }],
  });
});

t.test('a report that is only in the log counts too', async (t) => {
  const targets = await runPods(test, ['silent']);
  const options = { durationMs: 1_000, image: 'scripted:says-nothing' };
  const report = await runAgents(kube, targets, ANY_FAULT, options, never);
  t.match(report, { verdict: 'held', targets: [{ agent: { outcome: 'mended' } }] });
});

t.test('what a kubelet has cut off a report is taken from the log', async (t) => {
  const targets = await runPods(test, ['cut']);
  const options = { durationMs: 1_000, image: 'scripted:is-cut' };
  const report = await runAgents(kube, targets, ANY_FAULT, options, never);
  const proof = [{ what: 'file', gone: true }];
  t.match(report, { verdict: 'held', targets: [{ hits: 7, agent: { outcome: 'mended', proof } }] });
  t.notOk('cut' in (report.targets[0]?.agent ?? {}));
});

t.test('ends the fault when it is interrupted, and waits for the proof', async (t) => {
  const targets = await runPods(test, ['interrupted-1', 'interrupted-2']);
  const interrupt = new AbortController();
  let applied = 0;
  const ends: RunEvent[] = [];
  const report = await runAgents(
    kube,
    targets,
    ANY_FAULT,
    {
      durationMs: 600_000,
      image: 'scripted',
      onEvent: (event) => {
        if (event.event === 'applied' && ++applied === 2) interrupt.abort();
        if (event.event === 'end-agent' || event.event === 'interrupted') ends.push(event);
      },
    },
    interrupt.signal,
  );
  t.match(report, { verdict: 'held', interrupted: true });
  t.same(
    report.targets.map(({ outcome, mended, agent }) => [outcome, mended, agent?.reason]),
    [
      ['hit', true, 'vanished'],
      ['hit', true, 'vanished'],
    ],
    'the report of the agent that held the fault',
  );
  t.same(ends.map(({ event }) => event).toSorted(), ['end-agent', 'end-agent', 'interrupted']);
  t.same(targets.flatMap(scripted.faults), []);
});

t.test('an interruption before the first pod touches none', async (t) => {
  const targets = await runPods(test, ['untouched']);
  const interrupted = AbortSignal.abort();
  const report = await runAgents(
    kube,
    targets,
    ANY_FAULT,
    { durationMs: 1_000, image: 'scripted' },
    interrupted,
  );
  t.match(report, {
    interrupted: true,
    verdict: 'failed',
    targets: [{ mended: true, end: 'untouched', error: { code: 'CHAOS_AGENT_NOT_STARTED' } }],
  });
  t.same(
    (await kube.core.readNamespacedPod({ name: 'untouched', namespace: 'default' })).spec
      ?.ephemeralContainers,
    undefined,
  );
});

t.test('who gives up hears at once what may be left, by pod', async (t) => {
  const targets = await runPods(test, ['given-up']);
  const giveUp = new AbortController();
  const report = await runAgents(
    kube,
    targets,
    ANY_FAULT,
    {
      durationMs: 600_000,
      image: 'scripted:hangs',
      giveUp: giveUp.signal,
      onEvent: ({ event }) => {
        if (event === 'effect') giveUp.abort();
      },
    },
    giveUp.signal,
  );
  t.match(report, { verdict: 'not-ended', targets: [{ mended: false, hits: 7 }] });
  t.match(report.targets[0]?.error, {
    code: 'CHAOS_NOT_ENDED',
    message: /nobody waited for the proof; may be left: file .*-.*, which the agent itself is to remove at/,
  });
});

t.test('two faults in one pod are a conflict, and the first goes on', async (t) => {
  const targets = await runPods(test, ['conflict']);
  const interrupt = new AbortController();
  let isApplied = false;
  const first = runAgents(
    kube,
    targets,
    ANY_FAULT,
    {
      durationMs: 600_000,
      image: 'scripted',
      onEvent: ({ event }) => {
        isApplied ||= event === 'applied';
      },
    },
    interrupt.signal,
  );
  await until('the first fault', () => isApplied);
  const second = await runAgents(kube, targets, ANY_FAULT, { durationMs: 500, image: 'scripted' }, never);
  t.match(second, {
    verdict: 'failed',
    targets: [
      {
        mended: true,
        end: 'untouched',
        error: {
          code: 'CHAOS_CONFLICT',
          message: /has a network fault of run \w+ already, which goes on until 20\S+Z; /,
        },
      },
    ],
  });
  t.equal(targets.flatMap(scripted.faults).length, 1);
  interrupt.abort();
  t.equal((await first).verdict, 'held');
});

t.test('a pod on the address of the machine is refused before anything is touched', async (t) => {
  const targets = await runPods(test, ['loopback']);
  const run = runFault(kube, targets, ANY_FAULT, { durationMs: 500, image: 'scripted' }, never);
  await t.rejects(
    run,
    new ChaosError(
      'CHAOS_REFUSED',
      `pod default/loopback has the address ${targets[0]?.pod.status?.podIP} of the machine itself, where a network fault would hit everything; start the local cluster with --network namespace`,
    ),
  );
});
