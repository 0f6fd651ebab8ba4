import type { FlagsTable } from '@pod-contagion/command-line';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { listFlag } from './kinds.ts';
import { REDIRECT_FLAGS, type RedirectFlags } from './redirect.ts';
import { RUNNING_FLAGS, type RunningFlags } from './running.ts';
import { TARGET_FLAGS, type TargetFlags } from './targets.ts';

/** What `pod-chaos toxic` can be told. */
export type ToxicFlags = TargetFlags &
  RedirectFlags &
  RunningFlags &
  ClusterFlags &
  Readonly<{ toxic: readonly string[] }>;

/** The flags of `pod-chaos toxic`. */
export const TOXIC_FLAGS: FlagsTable<ToxicFlags> = {
  toxic: {
    ...listFlag(
      'toxic',
      'a toxic such as latency,latency=250,jitter=50',
      'Its type, then NAME=NUMBER for each attribute and toxicity, and upstream where it is not downstream; may be repeated, and those of a stream are chained.',
    ),
    short: 't',
  },
  ...REDIRECT_FLAGS,
  ...RUNNING_FLAGS,
  ...TARGET_FLAGS,
  ...CLUSTER_FLAGS,
};
