import {
  choiceFlag,
  durationFlag,
  switchFlag,
  type Flag,
  type FlagsTable,
} from '@pod-contagion/command-line';
import { MAX_FAULT_MS, MAX_GRACE_SECONDS } from '../limits.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { checkedFlag, secondsFlag } from './kinds.ts';
import { isLabelName } from './names.ts';
import { AGENT_FLAGS, type AgentFlags } from './running.ts';
import { SCHEDULE_FLAGS, type ScheduleFlags } from './schedule.ts';
import { parseSignal, SIGNALS, type KillSignal } from './signals.ts';
import { TARGET_FLAGS, type TargetFlags } from './targets.ts';

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

/** Shared with what else deletes pods. */
export const GRACE_PERIOD_FLAG: Flag<number | undefined> = secondsFlag(
  { minMs: 0, maxMs: MAX_GRACE_SECONDS * 1_000, described: '0 to 86400' },
  "How long the pod has for its end; 0 kills at once; default: the pod's own.",
);

/** The flags of `pod-chaos kill`. */
export const KILL_FLAGS: FlagsTable<KillFlags> = {
  'grace-period': GRACE_PERIOD_FLAG,
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
