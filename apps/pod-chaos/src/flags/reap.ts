import { MAX_REAP_PER_MINUTE, REAP_PER_MINUTE, type ReapWhen } from '@pod-contagion/chaos/reap';
import {
  choiceFlag,
  durationFlag,
  numberFlag,
  switchFlag,
  type FlagsTable,
} from '@pod-contagion/command-line';
import { MAX_COUNT, MAX_SCHEDULE_MS } from '../limits.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { GRACE_PERIOD_FLAG, type KillFlags } from './kill.ts';
import { SCHEDULE_FLAGS, type ScheduleFlags } from './schedule.ts';
import { WHO_FLAGS, type TargetFlags, type WhoFlags } from './targets.ts';

/** What `pod-chaos reap` can be told. */
export type ReapFlags = WhoFlags &
  ClusterFlags &
  Pick<TargetFlags, 'dry-run'> &
  Pick<KillFlags, 'evict' | 'grace-period'> &
  Pick<ScheduleFlags, 'max' | 'duration' | 'metrics-address'> &
  Readonly<{ when: ReapWhen | undefined; 'max-per-minute': number | undefined }>;

/** The flags of `pod-chaos reap`. */
export const REAP_FLAGS: FlagsTable<ReapFlags> = {
  when: choiceFlag(
    ['restart', 'back-off'],
    'At which sign: a container has ended (default), or one waits in CrashLoopBackOff.',
  ),
  evict: switchFlag(
    'Evicts instead of deleting: what a PodDisruptionBudget refuses is tried again, every 5 s.',
  ),
  'grace-period': GRACE_PERIOD_FLAG,
  'max-per-minute': numberFlag(
    { min: 1, max: MAX_REAP_PER_MINUTE },
    `How many pods within any minute at most; default ${REAP_PER_MINUTE}. Others wait.`,
  ),
  max: numberFlag({ min: 1, max: MAX_COUNT }, 'Ends when it has reaped so many pods.'),
  duration: durationFlag(
    { minMs: 1_000, maxMs: MAX_SCHEDULE_MS, described: '1s to 8760h' },
    'Ends after this time; default: it runs until it is stopped.',
  ),
  'dry-run': switchFlag('Says whom it would reap, and touches nothing; the limits hold all the same.'),
  'metrics-address': SCHEDULE_FLAGS['metrics-address'],
  ...WHO_FLAGS,
  ...CLUSTER_FLAGS,
};
