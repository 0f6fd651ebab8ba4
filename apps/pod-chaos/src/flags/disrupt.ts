import {
  choiceFlag,
  durationFlag,
  splitWords,
  type Flag,
  type FlagsTable,
} from '@pod-contagion/command-line';
import { MAX_DELAY_MS, MAX_VARIATION_MS } from '../limits.ts';
import { CLUSTER_FLAGS, type ClusterFlags } from './cluster.ts';
import { RUNNING_FLAGS, type RunningFlags } from './running.ts';
import { TARGET_FLAGS, type TargetFlags } from './targets.ts';
import { TRAFFIC_FLAGS, type TrafficFlags } from './traffic.ts';

/** What `pod-chaos disrupt` can be told. */
export type DisruptFlags = TargetFlags &
  TrafficFlags &
  RunningFlags &
  ClusterFlags &
  Readonly<{
    delay: number | undefined;
    variation: number | undefined;
    netem: readonly string[] | undefined;
    'kernel-check': 'node' | 'none' | undefined;
  }>;

const delayFlag = (
  short: string,
  { minMs, maxMs }: Readonly<{ minMs: number; maxMs: number }>,
  help: string,
): Flag<number | undefined> => ({
  ...durationFlag({ minMs, maxMs, described: `${minMs} to ${maxMs} ms` }, help),
  short,
});

/** The flags of `pod-chaos disrupt`: those of the first pod-chaos as they stood, and everything else. */
export const DISRUPT_FLAGS: FlagsTable<DisruptFlags> = {
  delay: delayFlag(
    'd',
    { minMs: 1, maxMs: MAX_DELAY_MS },
    'How long packets are held back, in milliseconds.',
  ),
  variation: delayFlag(
    'v',
    { minMs: 0, maxMs: MAX_VARIATION_MS },
    'How much that varies, both ways, in milliseconds.',
  ),
  netem: {
    valueName: 'words',
    expected: "what tc-netem(8) takes, such as 'delay 100ms 20ms loss 1%'",
    help: 'Everything netem can do, instead of -d and -v; may stand alone behind --.',
    repeated: true,
    positional: true,
    read: (texts) => splitWords(texts.join(' ')),
    fallback: undefined,
  },
  ...TRAFFIC_FLAGS,
  ...RUNNING_FLAGS,
  'kernel-check': choiceFlag(
    ['node', 'none'],
    'Whether the kernel of each node is asked for sch_netem before a pod is touched (default node).',
  ),
  ...TARGET_FLAGS,
  ...CLUSTER_FLAGS,
};
