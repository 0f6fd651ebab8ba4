import type { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AgentReport } from '../agent/lines.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import type { KillEvent } from '../kill/kill-events.ts';
import type { ReapEvent } from '../reap/reap-events.ts';
import type { RecoveryEvent } from '../recovery/watch-recovery.ts';
import type { RunReport } from '../run/report.ts';
import type { RunEvent } from '../run/run-events.ts';
import { CHAOS_METRICS, type ChaosMetricName, type MetricFault } from './metric-names.ts';

/** The metrics of a process that disturbs pods. */
export type ChaosMetrics = Readonly<{
  registry: Registry;
  /** A run is over. */
  runOver: (fault: MetricFault, report: RunReport) => void;
  /** Something happened in a run that goes on; for the faults that are in place. */
  happened: (fault: MetricFault, event: RunEvent | KillEvent) => void;
  /** Something happened to a reaper. */
  reaping: (event: ReapEvent) => void;
  /** Something was seen by a watch from down to up. */
  watching: (event: RecoveryEvent) => void;
}>;

/** From a tenth of a second to an hour. */
const DOWN_BUCKETS_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

/** Makes the metrics, in a registry of their own. prom-client is loaded here and not before, as it takes its time. */
export async function createChaosMetrics(): Promise<ChaosMetrics> {
  const prometheus = await import('prom-client');
  const registry = new prometheus.Registry();

  function options(name: ChaosMetricName): {
    name: string;
    help: string;
    labelNames: string[];
    registers: Registry[];
  } {
    const { help, labels } = CHAOS_METRICS[name];
    return { name, help, labelNames: labels.filter((label) => label !== 'le'), registers: [registry] };
  }
  const counter = (name: ChaosMetricName): Counter => new prometheus.Counter(options(name));
  const gauge = (name: ChaosMetricName): Gauge => new prometheus.Gauge(options(name));
  const histogram = (name: ChaosMetricName, buckets: number[]): Histogram =>
    new prometheus.Histogram({ ...options(name), buckets });

  const runs = counter('pod_chaos_runs_total');
  const targets = counter('pod_chaos_targets_total');
  const active = gauge('pod_chaos_active_faults');
  const disruption = counter('pod_chaos_disruption_seconds_total');
  const removalFailures = counter('pod_chaos_removal_failures_total');
  const lastRun = gauge('pod_chaos_last_run_timestamp_seconds');
  const reaped = counter('pod_chaos_reaped_total');
  const reapDelay = counter('pod_chaos_reap_delay_seconds_total');
  const reapFailures = counter('pod_chaos_reap_failures_total');
  const heldBack = counter('pod_chaos_reap_held_back_total');
  const downTime = histogram('pod_chaos_down_seconds', DOWN_BUCKETS_SECONDS);
  const down = gauge('pod_chaos_down');
  const watchBreaks = counter('pod_chaos_watch_breaks_total');
  /** Pods that have one now, by fault and uid: an entry goes when its target is done. */
  const inPlace = new Set<string>();

  return {
    registry,
    runOver: (fault, report) => {
      runs.inc({ fault, verdict: report.verdict });
      lastRun.set({ fault }, Date.parse(report.endedAt) / 1_000);
      for (const { pod, outcome, mended, agent, inEffectMs } of report.targets) {
        const { namespace } = pod;
        targets.inc({ fault, namespace, outcome });
        if (!mended) removalFailures.inc({ fault, namespace });
        const lastedMs = inEffectMs ?? reportedMs(agent);
        if (lastedMs !== undefined) disruption.inc({ fault, namespace }, Math.max(0, lastedMs / 1_000));
      }
    },
    happened: (fault, event) => {
      if (event.event !== 'applied' && event.event !== 'done') return;
      const key = `${fault} ${event.pod.uid}`;
      if (event.event === 'applied') inPlace.add(key);
      else inPlace.delete(key);
      active.set({ fault }, [...inPlace].filter((each) => each.startsWith(`${fault} `)).length);
    },
    reaping: (event) => {
      if (event.event === 'held-back') heldBack.inc();
      if (event.event === 'not-reaped') {
        reapFailures.inc({ namespace: event.pod.namespace, code: event.code });
      }
      if (event.event !== 'reaped' && event.event !== 'would-reap') return;
      const labels = { namespace: event.pod.namespace, dry_run: String(event.event === 'would-reap') };
      reaped.inc({ ...labels, cause: event.end.cause });
      reapDelay.inc(labels, event.afterMs / 1_000);
    },
    watching: (event) => {
      if (event.event === 'broken') watchBreaks.inc();
      if (event.event !== 'left' && event.event !== 'back' && event.event !== 'unneeded') return;
      const { kind, namespace, name, downMs, inexact } = event.departure;
      // Names of pods never end.
      const labels = { kind, namespace, workload: kind === 'Pod' ? '' : name };
      if (event.event === 'left') down.inc(labels);
      else down.dec(labels);
      if (event.event === 'back' && downMs !== undefined && !inexact)
        downTime.observe(labels, downMs / 1_000);
    },
  };
}

function reportedMs({ appliedAt, endedAt }: Partial<AgentReport> = {}): number | undefined {
  if (appliedAt === undefined || endedAt === undefined) return undefined;
  return Date.parse(endedAt) - Date.parse(appliedAt);
}

/** What a fault in pods is called in metrics; deletions and evictions are called what they are. */
export function metricFaultOf(fault: FaultSpec): MetricFault {
  if (fault.kind === 'network') return fault.effect.do;
  if (fault.kind === 'requests') return fault.effect.failure === undefined ? 'slow' : 'fail';
  if (fault.kind === 'toxics') return 'toxic';
  if (fault.kind === 'signal') return 'container';
  return fault.kind === 'rehearsal' ? 'flush' : fault.kind;
}
