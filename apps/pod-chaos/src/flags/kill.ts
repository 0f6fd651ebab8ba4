import {
  choiceFlag,
  durationFlag,
  numberFlag,
  switchFlag,
  textFlag,
  type Flag,
  type FlagsTable,
} from '@pod-contagion/command-line';
import {
  MAX_COUNT,
  MAX_FAULT_MS,
  MAX_GRACE_SECONDS,
  MAX_INTERVAL_MS,
  MAX_SCHEDULE_MS,
  MIN_INTERVAL_MS,
} from '../limits.ts';
import { parseListenAddress, type ListenAddress } from './addresses.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { checkedFlag, listFlag, secondsFlag } from './kinds.ts';
import { isLabelName } from './names.ts';
import { AGENT_FLAGS, type AgentFlags } from './running.ts';
import { parseSignal, SIGNALS, type KillSignal } from './signals.ts';
import { TARGET_FLAGS, type TargetFlags } from './targets.ts';

/** When a schedule kills. */
export type ScheduleFlags = Readonly<{
  interval: number | undefined;
  cron: string | undefined;
  'time-zone': string | undefined;
  window: readonly string[];
  'exclude-day': readonly string[];
  max: number | undefined;
  duration: number | undefined;
  'no-dry-run': boolean;
  'metrics-address': ListenAddress | undefined;
}>;

/** What `pod-chaos kill` can be told. */
export type KillFlags = TargetFlags &
  ScheduleFlags &
  AgentFlags &
  ClusterFlags &
  Readonly<{
    'grace-period': number | undefined;
    evict: boolean;
    container: string | undefined;
    signal: KillSignal | undefined;
    via: 'agent' | 'exec' | 'auto' | undefined;
    wait: boolean;
    retry: boolean;
    timeout: number | undefined;
  }>;

const signalFlag: Flag<KillSignal | undefined> = {
  valueName: 'signal',
  expected: SIGNALS.join(' or '),
  help: 'What the first process of the container gets; default TERM.',
  read: ([text = '']) => parseSignal(text),
  fallback: undefined,
};

const metricsAddressFlag: Flag<ListenAddress | undefined> = {
  valueName: 'host:port',
  expected: 'an address to listen on, such as 127.0.0.1:9102, [::1]:9102 or :9102',
  help: 'Serves /metrics, /livez and /readyz there; of a schedule; default: nowhere.',
  read: ([text = '']) => parseListenAddress(text),
  fallback: undefined,
};

const SCHEDULE_FLAGS: FlagsTable<ScheduleFlags> = {
  interval: durationFlag(
    { minMs: MIN_INTERVAL_MS, maxMs: MAX_INTERVAL_MS, described: '1s to 720h' },
    'Kills again and again, this long after each other. The dry run is the default then.',
  ),
  cron: textFlag(
    'expression',
    "a cron expression, such as '*/10 9-17 * * 1-5'",
    'Kills at these times. The dry run is the default then.',
  ),
  'time-zone': textFlag(
    'zone',
    'a time zone, such as Europe/Vienna',
    'Of --cron, --window and --exclude-day; default UTC.',
  ),
  window: listFlag(
    'window',
    "days and hours, such as 'Mon-Fri 09:00-17:00'",
    'Kills only then; may be repeated.',
  ),
  'exclude-day': listFlag(
    'day',
    'a day, such as 12-25 or 2027-01-06',
    'Does not kill on this day; may be repeated.',
  ),
  max: numberFlag({ min: 1, max: MAX_COUNT }, 'Ends when the schedule has killed so many pods.'),
  duration: durationFlag(
    { minMs: 1_000, maxMs: MAX_SCHEDULE_MS, described: '1s to 8760h' },
    'Ends the schedule after this time; default: it runs until it is stopped.',
  ),
  'no-dry-run': switchFlag('Makes a schedule real.'),
  'metrics-address': metricsAddressFlag,
};

/** The flags of `pod-chaos kill`. */
export const KILL_FLAGS: FlagsTable<KillFlags> = {
  'grace-period': secondsFlag(
    { minMs: 0, maxMs: MAX_GRACE_SECONDS * 1_000, described: '0 to 86400' },
    "How long the pod has for its end; 0 kills at once; default: the pod's own.",
  ),
  evict: switchFlag('Evicts instead of deleting: PodDisruptionBudgets are respected.'),
  container: checkedFlag(
    'name',
    'the name of a container',
    'Kills this container alone; the kubelet starts it again.',
    isLabelName,
  ),
  signal: signalFlag,
  via: choiceFlag(
    ['agent', 'exec', 'auto'],
    'How a container is killed: by an agent, by exec of `kill` in it, or by what works (default).',
  ),
  wait: switchFlag('Waits until the pods are gone; the end of a container is always waited for.'),
  retry: switchFlag('With --evict: tries again, every 5 s, what a PodDisruptionBudget refuses.'),
  timeout: durationFlag(
    { minMs: 1_000, maxMs: MAX_FAULT_MS, described: '1s to 24h' },
    'How long each pod may take with --wait or --retry (default 5m), or a container to end (default 1m).',
  ),
  ...SCHEDULE_FLAGS,
  ...TARGET_FLAGS,
  ...AGENT_FLAGS,
  ...CLUSTER_FLAGS,
};
