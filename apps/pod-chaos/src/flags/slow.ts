import { numberFlag, switchFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_BYTES_PER_SECOND } from '../limits.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { REQUEST_FLAGS, WAIT_FLAGS, type RequestFlags, type WaitFlags } from './requests.ts';
import { RUNNING_FLAGS, type RunningFlags } from './running.ts';
import { TARGET_FLAGS, type TargetFlags } from './targets.ts';

/** What `pod-chaos slow` can be told. */
export type SlowFlags = TargetFlags &
  RequestFlags &
  WaitFlags &
  RunningFlags &
  ClusterFlags &
  Readonly<{ 'bytes-per-second': number | undefined; grpc: boolean }>;

/** The flags of `pod-chaos slow`. */
export const SLOW_FLAGS: FlagsTable<SlowFlags> = {
  ...WAIT_FLAGS,
  'bytes-per-second': numberFlag(
    { min: 1, max: MAX_BYTES_PER_SECOND },
    'How fast bodies of answers come: so many bytes a second.',
  ),
  grpc: switchFlag('Only calls of gRPC.'),
  ...REQUEST_FLAGS,
  ...RUNNING_FLAGS,
  ...TARGET_FLAGS,
  ...CLUSTER_FLAGS,
};
