import t from 'tap';
import type { AgentReport } from '../../src/agent/lines.ts';
import type { TargetResult } from '../../src/run/report.ts';
import { podEventOf } from '../../src/telemetry/event-of-run.ts';
import { POD_EVENT_REASONS } from '../../src/telemetry/event-reasons.ts';
import {
  createEventRecorder,
  eventObject,
  MAX_WAITING_EVENTS,
  recordEvent,
} from '../../src/telemetry/record-event.ts';
import { runPods, startFor } from '../testing/cluster.ts';
import { scriptedApi, statusBody } from '../testing/scripted-api.ts';

const pod = { namespace: 'default', name: 'web-1', uid: 'u-1' };
const agent: AgentReport = {
  event: 'report',
  run: 'abcd1234',
  outcome: 'mended',
  reason: 'deadline',
  appliedAt: '2026-11-21T09:00:00.000Z',
  endedAt: '2026-11-21T09:00:30.000Z',
  effect: { hits: 7, unit: 'packets' },
  proof: [],
};
const done = (result: Partial<TargetResult>) =>
  podEventOf({ event: 'done', pod, result: { pod, outcome: 'hit', hits: 7, mended: true, ...result } });

t.test('what happens in a run, as Events', async (t) => {
  const seen = [
    podEventOf({ event: 'accepted', pod, mode: 'delete' }),
    podEventOf({ event: 'accepted', pod, mode: 'evict' }),
    done({ outcome: 'failed', hits: 0, error: { code: 'CHAOS_REFUSED', message: 'a budget' } }),
    podEventOf({ event: 'signalled', pod, container: 'main', way: 'exec kill' }),
    podEventOf({ event: 'applied', pod, at: '', endsAt: 'then', steps: ['qdisc 5ca0: on eth0'] }),
    done({ agent }),
    done({ mended: false, outcome: 'failed', error: { code: 'CHAOS_NOT_ENDED', message: 'may be left' } }),
    done({ outcome: 'failed', hits: 0, error: { code: 'CHAOS_NO_NETEM', message: 'no sch_netem' } }),
  ];
  t.same(
    seen.map((event) => event?.reason),
    Object.keys(POD_EVENT_REASONS),
    'each reason of the table, and in its order',
  );
  t.match(seen[4], { message: 'Until then: qdisc 5ca0: on eth0' });
  t.match(seen[5], { message: 'Proven gone after 7 packets' });
  t.match(seen[6], { message: 'may be left' });
});

t.test('what is no more than a line of progress', async (t) => {
  for (const event of [
    podEventOf({ event: 'refused', pod, message: '', retryInMs: 5_000 }),
    podEventOf({ event: 'refused', pod, message: '', retryInMs: undefined }),
    podEventOf({ event: 'gone', pod, afterMs: 1 }),
    done({ outcome: 'failed', hits: 1, error: { code: 'CHAOS_TIMEOUT', message: 'not gone' } }),
    podEventOf({ event: 'interrupted' }),
    done({}),
    done({ outcome: 'missed', error: { code: 'CHAOS_NO_EFFECT', message: '' } }),
    done({ agent: { ...agent, effect: { hits: 1, unit: 'signals' } } }),
  ]) {
    t.equal(event, undefined);
  }
});

t.test('the object keeps to the limits of the API', async (t) => {
  const event = eventObject(
    { pod: { ...pod, name: 'n'.repeat(253) }, reason: 'PodChaosKilled', message: 'm'.repeat(2_000) },
    { instance: 'i'.repeat(200), nowMs: 0, random: Buffer.from('0123456789abcdef', 'hex') },
  );
  t.equal(event.metadata.name?.length, 253);
  t.match(event.metadata.name, /\.0123456789abcdef$/);
  t.equal(event.message?.length, 1_024);
  t.equal(event.reportingInstance?.length, 128);
  t.match(event, { type: 'Warning', action: 'Delete', reason: 'PodChaosKilled', count: 1 });
});

t.test('on a cluster, where kubectl shows them at the pod', async (t) => {
  const cluster = await startFor(t);
  const [web] = await runPods(cluster, ['web']);
  if (web === undefined) throw new Error('expected a pod');
  const warnings: string[] = [];
  const event = { pod: web, reason: 'PodChaosKilled', message: 'Deleted by pod-chaos' } as const;
  const isWritten = await recordEvent(cluster.kube, event, (message) => void warnings.push(message));
  t.same([isWritten, warnings], [true, []]);
  const { items } = await cluster.kube.core.listNamespacedEvent({
    namespace: 'default',
    fieldSelector: `involvedObject.uid=${web.uid},reason=PodChaosKilled`,
  });
  t.match(items, [
    {
      type: 'Warning',
      reason: 'PodChaosKilled',
      action: 'Delete',
      message: 'Deleted by pod-chaos',
      reportingComponent: 'pod-chaos',
      source: { component: 'pod-chaos' },
      involvedObject: { kind: 'Pod', name: 'web' },
    },
  ]);
  t.equal(items.length, 1);
});

t.test('a failure is a warning, told once', async (t) => {
  const { kube, asked } = await scriptedApi(t, () => ({
    status: 403,
    body: statusBody(403, 'no events for you'),
  }));
  const warnings: string[] = [];
  const recorder = createEventRecorder(kube, {
    onWarning: (message) => void warnings.push(message),
    instance: 'it',
  });
  const event = { pod, reason: 'PodChaosKilled', message: '' } as const;
  t.same(await Promise.all([recorder.record(event), recorder.record(event)]), [false, false]);
  t.same(warnings, ["can't create events in default: no events for you"]);
  t.match(asked, [{ method: 'POST', body: { reportingInstance: 'it' } }, { method: 'POST' }]);
});

t.test('only so many wait', async (t) => {
  const { kube } = await scriptedApi(t, () => ({ status: 201, body: { metadata: {}, involvedObject: {} } }));
  const warnings: string[] = [];
  const recorder = createEventRecorder(kube, { onWarning: (message) => void warnings.push(message) });
  const event = { pod, reason: 'PodChaosKilled', message: '' } as const;
  for (let count = 0; count < MAX_WAITING_EVENTS; count++) void recorder.record(event);
  t.equal(await recorder.record(event), false);
  t.match(warnings, [/^more than 1000 Events wait/]);
  await recorder.settled();
  t.equal(await recorder.record(event), true);
});
