import { ChaosError } from '@pod-contagion/chaos';
import type { FlushFaultSpec } from '@pod-contagion/chaos/faults';
import { readProbeOptions } from '@pod-contagion/chaos/probe';
import { usageError } from '../errors.ts';
import type { FlushFlags } from '../flags/flush.ts';
import { DEFAULT_FLUSH_MS } from '../limits.ts';
import { given } from './given.ts';

/** Requests a second where nobody says. */
const DEFAULT_RATE = 10;

/** What `pod-chaos flush` does. */
export type FlushPlan = Readonly<{
  node: string;
  fault: FlushFaultSpec;
  durationMs: number;
  isDefaultDuration: boolean;
  probe: Readonly<{ url: string; ratePerSecond: number }> | undefined;
}>;

/**
 * Puts the flags of `flush` together.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planFlush(flags: FlushFlags): FlushPlan {
  const { node, table, family = 'ipv4', duration } = flags;
  if (node === undefined) throw usageError('expected --node NODE, got none');
  return {
    node,
    fault: {
      kind: 'flush',
      tables: table,
      families: family === 'both' ? ['ipv4', 'ipv6'] : [family],
      deleteChains: flags['delete-chains'],
      ...given({ allowDropPolicy: flags['allow-drop-policy'] ? true : undefined }),
    },
    durationMs: duration ?? DEFAULT_FLUSH_MS,
    isDefaultDuration: duration === undefined,
    probe: planProbe(flags),
  };
}

/**
 * Makes sure that it was said that this node is meant.
 * @throws {ChaosError} CHAOS_REFUSED
 */
export function requireConsent({ node }: FlushPlan, flags: Pick<FlushFlags, 'yes-this-node'>): void {
  if (flags['yes-this-node']) return;
  throw new ChaosError(
    'CHAOS_REFUSED',
    `every connection to a Service from node ${node} may fail, and those of all its pods: --yes-this-node says that this is meant`,
  );
}

function planProbe({ probe: url, rate }: FlushFlags): FlushPlan['probe'] {
  if (url === undefined) {
    if (rate !== undefined) throw usageError('expected --probe URL with --rate, got none');
    return undefined;
  }
  const ratePerSecond = rate ?? DEFAULT_RATE;
  readProbeOptions({ url, ratePerSecond });
  return { url, ratePerSecond };
}
