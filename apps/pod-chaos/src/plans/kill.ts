import { usageError } from '../errors.ts';
import type { KillFlags } from '../flags/kill.ts';
import type { KillSignal } from '../flags/signals.ts';
import { DEFAULT_WAIT_MS } from '../limits.ts';

/** How a pod, or one container of it, is killed. */
export type KillPlan =
  | Readonly<{
      kind: 'pod';
      mode: 'delete' | 'evict';
      /** The pod's own where it is left out. */
      gracePeriodSeconds?: number;
      waitMs: number | undefined;
    }>
  | Readonly<{
      kind: 'container';
      container: string;
      signal: KillSignal;
      via: 'agent' | 'exec' | 'auto';
      image: string | undefined;
      waitMs: number | undefined;
    }>;

/**
 * Puts the flags that say how it is killed together.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planKill(flags: KillFlags): KillPlan {
  const { container, evict, signal, via, wait, timeout } = flags;
  if (timeout !== undefined && !wait) throw usageError('--timeout expects --wait, got it alone');
  const waitMs = wait ? (timeout ?? DEFAULT_WAIT_MS) : undefined;
  const gracePeriodMs = flags['grace-period'];
  if (container !== undefined) {
    if (evict) throw usageError('expected --container or --evict, got both: only a whole pod can be evicted');
    if (gracePeriodMs !== undefined) {
      throw usageError('expected --container or --grace-period, got both: a container gets a signal');
    }
    const how = { container, signal: signal ?? 'SIGTERM', via: via ?? 'auto' } as const;
    return { kind: 'container', ...how, image: flags.image, waitMs };
  }
  for (const name of ['signal', 'via', 'image'] as const) {
    if (flags[name] !== undefined) throw usageError(`--${name} expects --container NAME, got it alone`);
  }
  const grace = gracePeriodMs === undefined ? {} : { gracePeriodSeconds: wholeSeconds(gracePeriodMs) };
  return { kind: 'pod', mode: evict ? 'evict' : 'delete', ...grace, waitMs };
}

function wholeSeconds(gracePeriodMs: number): number {
  if (gracePeriodMs % 1_000 !== 0) {
    throw usageError(`--grace-period expects whole seconds, got ${gracePeriodMs} ms`);
  }
  return gracePeriodMs / 1_000;
}
