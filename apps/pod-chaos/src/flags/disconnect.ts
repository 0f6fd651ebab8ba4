import { switchFlag, type FlagsTable } from '@pod-contagion/command-line';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import type { Peer } from './peers.ts';
import { RUNNING_FLAGS, type RunningFlags } from './running.ts';
import { TARGET_FLAGS, type TargetFlags } from './targets.ts';
import { peersFlag, TRAFFIC_FLAGS, type TrafficFlags } from './traffic.ts';

/** What `pod-chaos disconnect` and `pod-chaos drop` can be told. */
export type DisconnectFlags = TargetFlags &
  TrafficFlags &
  RunningFlags &
  ClusterFlags &
  Readonly<{ from: readonly Peer[]; reject: boolean }>;

/** The flags of `pod-chaos disconnect`, and of `pod-chaos drop`, which expects a port. */
export const DISCONNECT_FLAGS: FlagsTable<DisconnectFlags> = {
  from: peersFlag(
    'Cuts off from this other end alone, in both directions; the same as --to; may be repeated.',
  ),
  ...TRAFFIC_FLAGS,
  reject: switchFlag('Answers with an error instead of silence: connection refused, port unreachable.'),
  ...RUNNING_FLAGS,
  ...TARGET_FLAGS,
  ...CLUSTER_FLAGS,
};
