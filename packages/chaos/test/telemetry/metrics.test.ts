import t from 'tap';
import type { AgentReport } from '../../src/agent/lines.ts';
import type { RunReport, TargetResult } from '../../src/run/report.ts';
import { CHAOS_METRICS, METRIC_FAULTS } from '../../src/telemetry/metric-names.ts';
import { requestFault } from '../faults/requests/testing/fault.ts';
import { createChaosMetrics, metricFaultOf } from '../../src/telemetry/metrics.ts';

const pod = (name: string) => ({ namespace: 'shop', name, uid: `u-${name}` });
const agent = (appliedAt: string, endedAt: string) => ({ appliedAt, endedAt }) as unknown as AgentReport;
const target = (name: string, more: Partial<TargetResult> = {}): TargetResult => ({
  pod: pod(name),
  outcome: 'hit',
  hits: 1,
  mended: true,
  ...more,
});
const report: RunReport = {
  run: 'abcd1234',
  fault: 'netem delay 100 ms',
  startedAt: '2026-11-21T09:00:00.000Z',
  endedAt: '2026-11-21T09:01:00.000Z',
  interrupted: false,
  targets: [
    target('a', { agent: agent('2026-11-21T09:00:00.000Z', '2026-11-21T09:00:30.500Z') }),
    target('b', { agent: agent('2026-11-21T09:00:10.000Z', '2026-11-21T09:00:20.000Z'), outcome: 'missed' }),
    target('c', { outcome: 'failed', mended: false }),
  ],
  verdict: 'not-ended',
};

t.test('counts runs, targets, time and what could not be ended', async (t) => {
  const { registry, runOver } = await createChaosMetrics();
  runOver('netem', report);
  runOver('netem', report);
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  t.same(lines.toSorted(), [
    'pod_chaos_disruption_seconds_total{fault="netem",namespace="shop"} 81',
    'pod_chaos_last_run_timestamp_seconds{fault="netem"} 1795251660',
    'pod_chaos_reap_held_back_total 0',
    'pod_chaos_removal_failures_total{fault="netem",namespace="shop"} 2',
    'pod_chaos_runs_total{fault="netem",verdict="not-ended"} 2',
    'pod_chaos_targets_total{fault="netem",namespace="shop",outcome="failed"} 2',
    'pod_chaos_targets_total{fault="netem",namespace="shop",outcome="hit"} 2',
    'pod_chaos_targets_total{fault="netem",namespace="shop",outcome="missed"} 2',
    'pod_chaos_watch_breaks_total 0',
  ]);
});

t.test('knows how many faults are in place', async (t) => {
  const { registry, happened } = await createChaosMetrics();
  const active = async (): Promise<unknown> =>
    (await registry.getSingleMetric('pod_chaos_active_faults')?.get())?.values.map(({ labels, value }) => [
      labels['fault'],
      value,
    ]);
  for (const name of ['a', 'b', 'b']) {
    happened('drop', { event: 'applied', pod: pod(name), at: '', endsAt: '', steps: [] });
  }
  happened('netem', { event: 'applied', pod: pod('a'), at: '', endsAt: '', steps: [] });
  t.same(await active(), [
    ['drop', 2],
    ['netem', 1],
  ]);
  happened('drop', { event: 'done', pod: pod('a'), result: target('a') });
  happened('drop', { event: 'done', pod: pod('other'), result: target('other') });
  happened('drop', { event: 'interrupted' });
  t.same(await active(), [
    ['drop', 1],
    ['netem', 1],
  ]);
});

t.test('are those of the table', async (t) => {
  const { registry } = await createChaosMetrics();
  const made = registry.getMetricsAsArray().map(({ name, help, type }) => [name, help, String(type)]);
  t.same(
    made,
    Object.entries(CHAOS_METRICS).map(([name, { help, type }]) => [name, help, type]),
  );
  t.ok(
    Object.values(CHAOS_METRICS).every(
      ({ labels }) => !labels.some((label: string) => /pod|name$/.test(label)),
    ),
  );
});

t.test('few names of faults', async (t) => {
  t.equal(metricFaultOf({ kind: 'signal', signal: 'SIGTERM' }), 'container');
  t.equal(metricFaultOf(requestFault({ bytesPerSecond: 5 })), 'slow');
  t.equal(metricFaultOf(requestFault({ failure: { first: 1, rate: 0, how: { do: 'reset' } } })), 'fail');
  const toxics = { kind: 'toxics', interface: 'eth0', port: 80, toxics: [], except: [] } as const;
  t.equal(metricFaultOf(toxics), 'toxic');
  const scope = {
    direction: 'out',
    peers: [],
    hosts: [],
    remotePorts: [],
    localPorts: [],
    except: [],
  } as const;
  const effect = { do: 'drop' } as const;
  const fault = metricFaultOf({ kind: 'network', interface: 'eth0', scope, effect });
  t.ok(METRIC_FAULTS.includes(fault));
  t.equal(fault, 'drop');
});

t.test('counts what a reaper did, what it would have done, and what came to nothing', async (t) => {
  const { registry, reaping } = await createChaosMetrics();
  const pod = { namespace: 'shop', name: 'web', uid: '1' };
  const end = { cause: 'restarted', container: 'main', restarts: 1 } as const;
  reaping({ event: 'reaped', pod, end, afterMs: 500 });
  reaping({ event: 'reaped', pod, end: { ...end, cause: 'back-off' }, afterMs: 250 });
  reaping({ event: 'would-reap', pod, end, afterMs: 100 });
  reaping({ event: 'held-back', waiting: 3, forMs: 1_000 });
  reaping({ event: 'not-reaped', pod, code: 'CHAOS_REFUSED', message: 'a budget', retryInMs: 5_000 });
  const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith('pod_chaos_reap'));
  t.same(lines.toSorted(), [
    'pod_chaos_reap_delay_seconds_total{namespace="shop",dry_run="false"} 0.75',
    'pod_chaos_reap_delay_seconds_total{namespace="shop",dry_run="true"} 0.1',
    'pod_chaos_reap_failures_total{namespace="shop",code="CHAOS_REFUSED"} 1',
    'pod_chaos_reap_held_back_total 1',
    'pod_chaos_reaped_total{namespace="shop",dry_run="false",cause="back-off"} 1',
    'pod_chaos_reaped_total{namespace="shop",dry_run="false",cause="restarted"} 1',
    'pod_chaos_reaped_total{namespace="shop",dry_run="true",cause="restarted"} 1',
  ]);
});

t.test('measures from down to up, by workload and never by pod', async (t) => {
  const { registry, watching } = await createChaosMetrics();
  const departure = {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'web',
    owner: undefined,
    how: 'not-ready',
    state: 'back',
    leftAt: '',
    backAt: '',
    downMs: 900,
    replacement: undefined,
    inexact: false,
  } as const;
  const tell = (event: 'left' | 'back' | 'unneeded', changes: object = {}): void =>
    watching({ event, at: '', departure: { ...departure, ...changes } });
  const pod = { kind: 'Pod', name: 'web-1' } as const;
  tell('left');
  tell('left', pod);
  tell('left', { ...pod, name: 'web-2' });
  tell('left', { name: 'other' });
  tell('back');
  tell('back', { ...pod, downMs: 2_000 });
  tell('left');
  tell('back', { downMs: 60_000, inexact: true });
  tell('left');
  tell('unneeded', { downMs: undefined });
  watching({ event: 'broken', at: '', what: 'pods', message: 'gone' });
  const lines = (await registry.metrics()).split('\n');
  const some = (name: string) => lines.filter((line) => line.startsWith(name)).toSorted();
  t.same(some('pod_chaos_down{'), [
    'pod_chaos_down{kind="Deployment",namespace="shop",workload="other"} 1',
    'pod_chaos_down{kind="Deployment",namespace="shop",workload="web"} 0',
    'pod_chaos_down{kind="Pod",namespace="shop",workload=""} 1',
  ]);
  t.same(
    [...some('pod_chaos_down_seconds_count'), ...some('pod_chaos_down_seconds_sum')],
    [
      'pod_chaos_down_seconds_count{kind="Deployment",namespace="shop",workload="web"} 1',
      'pod_chaos_down_seconds_count{kind="Pod",namespace="shop",workload=""} 1',
      'pod_chaos_down_seconds_sum{kind="Deployment",namespace="shop",workload="web"} 0.9',
      'pod_chaos_down_seconds_sum{kind="Pod",namespace="shop",workload=""} 2',
    ],
  );
  t.same(some('pod_chaos_watch_breaks_total'), ['pod_chaos_watch_breaks_total 1']);
});
