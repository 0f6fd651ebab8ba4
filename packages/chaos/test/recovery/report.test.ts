import t from 'tap';
import type { Departure } from '../../src/recovery/departure.ts';
import { formatRecoveryReport } from '../../src/recovery/format.ts';
import { reportedDeparture, summariesOf, type RecoveryReport } from '../../src/recovery/report.ts';

const pod: Departure = {
  kind: 'Pod',
  namespace: 'default',
  name: 'web-1',
  uid: '1',
  owner: 'Deployment/web',
  how: 'deleted',
  leftAtMs: 1_000,
  state: 'back',
  backAtMs: 3_500,
  replacement: 'web-2',
  inexact: false,
};
const all: Departure[] = [
  pod,
  { ...pod, name: 'web-3', how: 'not-ready', leftAtMs: 1_100, backAtMs: 1_200, replacement: undefined },
  { ...pod, name: 'web-4', leftAtMs: 2_000, state: 'down', backAtMs: undefined, replacement: undefined },
  { ...pod, name: 'web-5', leftAtMs: 2_500, state: 'unneeded', backAtMs: undefined, replacement: undefined },
  { ...pod, name: 'web-6', leftAtMs: 3_000, backAtMs: 90_000, inexact: true },
  { ...pod, kind: 'Deployment', name: 'web', owner: undefined, how: 'replicas', replacement: undefined },
];
const startMs = Date.parse('2026-11-21T09:00:00.000Z');
const report: RecoveryReport = {
  namespaces: ['default'],
  selector: 'app=web',
  startedAt: '2026-11-21T09:00:00.000Z',
  endedAt: '2026-11-21T09:01:30.000Z',
  durationMs: 90_000,
  reason: 'signal',
  breaks: 1,
  forgotten: 0,
  summaries: summariesOf(all),
  departures: all.map((departure) => reportedDeparture(departure, startMs)),
};

t.test('sums up what left, by kind', async (t) => {
  const two = { count: 2, minMs: 100, p50Ms: 100, p90Ms: 2_500, maxMs: 2_500 };
  t.match(report.summaries, [
    { kind: 'Pod', left: 5, back: 3, stillDown: 1, unneeded: 1, inexact: 1, downMs: two },
    { kind: 'Deployment', left: 1, back: 1, stillDown: 0, downMs: { count: 1, maxMs: 2_500 } },
    { kind: 'StatefulSet', left: 0, downMs: undefined },
  ]);
  t.match(report.departures[0], {
    leftAt: '2026-11-21T09:00:01.000Z',
    backAt: '2026-11-21T09:00:03.500Z',
    downMs: 2_500,
    replacement: 'web-2',
  });
  const same = { ...pod, replacement: pod.name };
  t.equal(
    reportedDeparture(same, 0).replacement,
    undefined,
    'of the same name: itself, as far as anyone can see',
  );
});

t.test('lines for a terminal', async (t) => {
  t.same(formatRecoveryReport(report), [
    'default, app=web: watched for 1m30s',
    'the watch broke 1 time and was resumed',
    '',
    '                 left    back    down     min     p50     p90     max',
    'Pods                5       3       1  100 ms  100 ms   2.5 s   2.5 s',
    'Deployments         1       1       0   2.5 s   2.5 s   2.5 s   2.5 s',
    '1 gone for good: their workload has all it wants',
    '1 left or came back while the watch was broken, and are not in min to max',
    '',
    '09:00:01.0Z pod web-1 was deleted, back after 2.5 s as web-2',
    '09:00:01.1Z pod web-3 was not Ready, back after 100 ms',
    '09:00:02.0Z pod web-4 was deleted, still down',
    '09:00:02.5Z pod web-5 was deleted, not needed any more',
    '09:00:03.0Z pod web-6 was deleted, back at some time as web-2',
    '09:00:01.0Z deployment web had too few Ready pods, back after 2.5 s',
  ]);
  const nothing = { ...report, breaks: 0, departures: [], summaries: summariesOf([]) };
  t.same(formatRecoveryReport(nothing), ['default, app=web: watched for 1m30s', 'nothing left']);
});
