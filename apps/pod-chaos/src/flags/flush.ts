import { FLUSH_TABLES, type FlushTable } from '@pod-contagion/chaos/faults';
import { choiceFlag, durationFlag, switchFlag, textFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_FAULT_MS } from '../limits.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { checkedFlag } from './kinds.ts';
import { isLabelName, isObjectName } from './names.ts';
import { PROBE_FLAGS } from './probe.ts';
import { AGENT_FLAGS, RUNNING_FLAGS, type AgentFlags } from './running.ts';
import { TARGET_FLAGS } from './targets.ts';

/** What `pod-chaos flush` can be told. */
export type FlushFlags = AgentFlags &
  ClusterFlags &
  Readonly<{
    node: string | undefined;
    'yes-this-node': boolean;
    table: readonly FlushTable[];
    'delete-chains': boolean;
    family: 'ipv4' | 'ipv6' | 'both' | undefined;
    'allow-drop-policy': boolean;
    duration: number | undefined;
    probe: string | undefined;
    rate: number | undefined;
    namespace: string | undefined;
    'net-raw': boolean;
    'dry-run': boolean;
  }>;

/** The flags of `pod-chaos flush`. */
export const FLUSH_FLAGS: FlagsTable<FlushFlags> = {
  node: checkedFlag('name', 'the name of a node', 'The node whose rules are flushed.', isObjectName),
  'yes-this-node': switchFlag('Has to be given: every connection to a Service from this node may fail.'),
  table: {
    valueName: FLUSH_TABLES.join('|'),
    expected: FLUSH_TABLES.join(' or '),
    help: 'A table to flush; may be repeated; default: filter, as with iptables.',
    repeated: true,
    read: (texts) => {
      const tables = FLUSH_TABLES.filter((table) => texts.includes(table));
      return texts.every((text) => tables.some((table) => table === text)) ? tables : undefined;
    },
    fallback: ['filter'],
  },
  'delete-chains': switchFlag('Deletes the chains as well: -X behind -F.'),
  family: choiceFlag(['ipv4', 'ipv6', 'both'], 'iptables, ip6tables or both (default ipv4).'),
  'allow-drop-policy': switchFlag('Flushes even where a policy then drops everything, the node cut off.'),
  duration: durationFlag(
    { minMs: 1_000, maxMs: MAX_FAULT_MS, described: '1s to 24h' },
    'After which what has not come back is put back; the agent does it by itself; default 2m.',
  ),
  probe: textFlag('url', 'a URL, such as http://10.96.0.1:80/', 'Asked meanwhile, as the node reaches it.'),
  rate: { ...PROBE_FLAGS.rate, help: 'Requests a second of --probe, each on a new connection; default 10.' },
  namespace: {
    ...checkedFlag(
      'name',
      'the name of a namespace',
      "Where the pods are made that do it; default: the context's.",
      isLabelName,
    ),
    short: 'n',
  },
  'net-raw': RUNNING_FLAGS['net-raw'],
  'dry-run': { ...TARGET_FLAGS['dry-run'], help: 'Only says what would be done.' },
  ...AGENT_FLAGS,
  ...CLUSTER_FLAGS,
};
