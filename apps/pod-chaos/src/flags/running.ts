import { durationFlag, switchFlag, textFlag, type FlagsTable } from '@pod-contagion/command-line';
import { MAX_FAULT_MS, MAX_WARM_UP_MS } from '../limits.ts';
import { secondsFlag } from './kinds.ts';

/** The agent that does it. */
export type AgentFlags = Readonly<{
  image: string | undefined;
}>;

/** How long a fault lasts, and by which agent. */
export type LastingFlags = AgentFlags &
  Readonly<{
    duration: number | undefined;
    'running-time': number | undefined;
    'warm-up': number | undefined;
    background: boolean;
  }>;

/** The same of a fault of the network. */
export type RunningFlags = LastingFlags & Readonly<{ 'net-raw': boolean }>;

/** Flags of every command that puts an agent into a pod. */
export const AGENT_FLAGS: FlagsTable<AgentFlags> = {
  image: {
    ...textFlag(
      'image',
      'the name of an image',
      "The agent's image; default: the one that belongs to this version.",
    ),
    short: 'g',
  },
};

/** Flags of every command whose fault lasts. */
export const LASTING_FLAGS: FlagsTable<LastingFlags> = {
  ...AGENT_FLAGS,
  duration: durationFlag(
    { minMs: 1_000, maxMs: MAX_FAULT_MS, described: '1s to 24h' },
    'How long; the agent ends it by itself; default 5m.',
  ),
  'running-time': {
    ...secondsFlag({ minMs: 1_000, maxMs: MAX_FAULT_MS, described: '1 to 86400' }, 'The same in seconds.'),
    short: 'r',
  },
  'warm-up': {
    ...secondsFlag({ minMs: 0, maxMs: MAX_WARM_UP_MS, described: '0 to 86400' }, 'Waits this long before.'),
    short: 'w',
  },
  background: {
    help: 'Returns as soon as the fault is in place; its agent ends it.',
    short: 'b',
    read: () => true,
    fallback: false,
  },
};

/** Flags of every command that breaks the network. */
export const RUNNING_FLAGS: FlagsTable<RunningFlags> = {
  ...LASTING_FLAGS,
  'net-raw': switchFlag(
    'Its agent gets NET_RAW as well: packet filters need it where a kernel has no nf_tables.',
  ),
};
