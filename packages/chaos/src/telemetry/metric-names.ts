/** What a fault is called in metrics: few names, whatever its parameters. */
export const METRIC_FAULTS = [
  'delete',
  'evict',
  'container',
  'netem',
  'drop',
  'reject',
  'slow',
  'fail',
  'toxic',
  'burn',
  'fill-memory',
  'fill-disk',
  'flush',
] as const;

/** One of them. */
export type MetricFault = (typeof METRIC_FAULTS)[number];

/** All metrics, by their names. No label holds the name of a pod: those would never end. The docs' table is made from this. */
export const CHAOS_METRICS = {
  pod_chaos_runs_total: {
    type: 'counter',
    labels: ['fault', 'verdict'],
    help: 'Runs that are over, by their verdict: held, no-effect, unknown, node-cut-off, failed, not-ended.',
  },
  pod_chaos_targets_total: {
    type: 'counter',
    labels: ['fault', 'namespace', 'outcome'],
    help: 'Pods that were to be hit, by what became of it: hit, missed, failed, unknown.',
  },
  pod_chaos_active_faults: {
    type: 'gauge',
    labels: ['fault'],
    help: 'Pods in which a fault is in place now, as far as this process has put it there.',
  },
  pod_chaos_disruption_seconds_total: {
    type: 'counter',
    labels: ['fault', 'namespace'],
    help: 'Time that faults were in place, added up over pods.',
  },
  pod_chaos_removal_failures_total: {
    type: 'counter',
    labels: ['fault', 'namespace'],
    help: 'Pods in which it could not be proven that a fault is gone.',
  },
  pod_chaos_last_run_timestamp_seconds: {
    type: 'gauge',
    labels: ['fault'],
    help: 'Unix time at which the last run was over.',
  },
  pod_chaos_reaped_total: {
    type: 'counter',
    labels: ['namespace', 'cause', 'dry_run'],
    help: 'Pods that a reaper deleted or evicted, or would have in a dry run, by what they showed: restarted, ended, back-off.',
  },
  pod_chaos_reap_delay_seconds_total: {
    type: 'counter',
    labels: ['namespace', 'dry_run'],
    help: 'Time from when a pod showed it until it was reaped, added up over pods.',
  },
  pod_chaos_reap_failures_total: {
    type: 'counter',
    labels: ['namespace', 'code'],
    help: 'Deletions and evictions of a reaper that came to nothing, by the code of the error; each is tried again.',
  },
  pod_chaos_reap_held_back_total: {
    type: 'counter',
    labels: [],
    help: 'How often a reaper had to wait, as it had reaped as many pods as it may within a minute.',
  },
  pod_chaos_down_seconds: {
    type: 'histogram',
    labels: ['kind', 'le', 'namespace', 'workload'],
    help: 'From down to up, as a watch sees it: of Deployments and StatefulSets until all replicas were Ready again, of pods (whose workload is left empty) until they or their successors were. What was seen inexactly is left out.',
  },
  pod_chaos_down: {
    type: 'gauge',
    labels: ['kind', 'namespace', 'workload'],
    help: 'How many are down now, as a watch sees it; of a Deployment or StatefulSet 0 or 1.',
  },
  pod_chaos_watch_breaks_total: {
    type: 'counter',
    labels: [],
    help: 'How often a watch broke; it is resumed each time.',
  },
} as const;

/** Name of a metric. */
export type ChaosMetricName = keyof typeof CHAOS_METRICS;
