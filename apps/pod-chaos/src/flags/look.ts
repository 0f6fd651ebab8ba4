import { durationFlag, switchFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_FAULT_MS } from '../limits.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import type { ListenAddress } from './addresses.ts';
import { checkedFlag, listFlag } from './kinds.ts';
import { isObjectName } from './names.ts';
import { SCHEDULE_FLAGS } from './schedule.ts';
import {
  NAMESPACE_FLAG,
  POD_FLAG,
  SELECTOR_FLAG,
  TARGET_FLAGS,
  WHO_FLAGS,
  type TargetFlags,
  type WhoFlags,
} from './targets.ts';
import { AGENT_FLAGS, type AgentFlags } from './running.ts';

/** Where to look for faults. */
type PlaceFlags = Readonly<{ namespace: readonly string[]; 'all-namespaces': boolean }>;

/** What `pod-chaos status` can be told. */
export type StatusFlags = PlaceFlags & ClusterFlags;

/** What `pod-chaos cleanup` can be told. */
export type CleanupFlags = PlaceFlags &
  AgentFlags &
  ClusterFlags &
  Readonly<{
    pod: readonly string[];
    node: readonly string[];
    run: string | undefined;
    timeout: number | undefined;
  }>;

/** What `pod-chaos install` can be told. */
export type InstallFlags = TargetFlags & AgentFlags & ClusterFlags;

/** What `pod-chaos reconnect` can be told. */
export type ReconnectFlags = WhoFlags &
  AgentFlags &
  ClusterFlags &
  Pick<CleanupFlags, 'timeout'> &
  Pick<TargetFlags, 'dry-run'>;

/** What `pod-chaos watch` can be told. */
export type WatchFlags = ClusterFlags &
  Readonly<{
    namespace: readonly string[];
    selector: string | undefined;
    duration: number | undefined;
    'until-ready': boolean;
    'metrics-address': ListenAddress | undefined;
  }>;

const PLACE_FLAGS: FlagsTable<PlaceFlags> = {
  namespace: NAMESPACE_FLAG,
  'all-namespaces': { ...switchFlag('All namespaces of the cluster.'), short: 'A' },
};

const timeoutFlag = durationFlag(
  { minMs: 1_000, maxMs: MAX_FAULT_MS, described: '1s to 24h' },
  'How long to wait for the proof; default 2m.',
);

/** The flags of `pod-chaos status`. */
export const STATUS_FLAGS: FlagsTable<StatusFlags> = { ...PLACE_FLAGS, ...CLUSTER_FLAGS };

/** The flags of `pod-chaos cleanup`. */
export const CLEANUP_FLAGS: FlagsTable<CleanupFlags> = {
  ...PLACE_FLAGS,
  pod: { ...POD_FLAG, help: 'Looks into this pod, also where it shows no fault; may be repeated.' },
  node: listFlag(
    'name',
    'the name of a node',
    'Puts back what a flush has left on this node, by a pod there; may be repeated.',
    isObjectName,
  ),
  run: checkedFlag('id', 'the id of a run: 8 characters a-z and 0-9', 'Only this run.', (text) =>
    /^[a-z0-9]{8}$/.test(text),
  ),
  timeout: timeoutFlag,
  ...AGENT_FLAGS,
  ...CLUSTER_FLAGS,
};

/** The flags of `pod-chaos install`. */
export const INSTALL_FLAGS: FlagsTable<InstallFlags> = { ...TARGET_FLAGS, ...AGENT_FLAGS, ...CLUSTER_FLAGS };

/** The flags of `pod-chaos reconnect`. */
export const RECONNECT_FLAGS: FlagsTable<ReconnectFlags> = {
  timeout: timeoutFlag,
  ...WHO_FLAGS,
  'dry-run': TARGET_FLAGS['dry-run'],
  ...AGENT_FLAGS,
  ...CLUSTER_FLAGS,
};

/** The flags of `pod-chaos watch`. */
export const WATCH_FLAGS: FlagsTable<WatchFlags> = {
  namespace: NAMESPACE_FLAG,
  selector: SELECTOR_FLAG,
  duration: durationFlag(
    { minMs: 1_000, maxMs: MAX_FAULT_MS, described: '1s to 24h' },
    'How long to watch; default: until Ctrl-C.',
  ),
  'until-ready': switchFlag('Ends when everything that was disrupted is Ready again.'),
  'metrics-address': {
    ...SCHEDULE_FLAGS['metrics-address'],
    help: 'Serves /metrics, /livez and /readyz there; default: nowhere.',
  },
  ...CLUSTER_FLAGS,
};
