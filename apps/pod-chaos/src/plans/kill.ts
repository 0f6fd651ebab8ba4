import { usageError } from '../errors.ts';
import type { KillFlags } from '../flags/kill.ts';
import type { KillSignal } from '../flags/signals.ts';

/** How a pod, or one container of it, is killed. */
export type KillPlan = Readonly<{ wait: boolean; timeoutMs: number | undefined }> &
  (
    | Readonly<{
        kind: 'pod';
        mode: 'delete' | 'evict';
        retry: boolean;
        /** The pod's own where it is undefined. */
        gracePeriodSeconds: number | undefined;
      }>
    | Readonly<{
        kind: 'container';
        container: string;
        signal: KillSignal;
        via: 'agent' | 'exec' | 'auto';
        image: string | undefined;
      }>
  );

/**
 * Puts the flags that say how it is killed together.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planKill(flags: KillFlags): KillPlan {
  const { container, evict, retry, wait, timeout, 'grace-period': gracePeriodMs } = flags;
  if (retry && !evict) throw usageError('--retry expects --evict, got it alone');
  // The end of a container is always waited for: only then is it known to be hit.
  if (timeout !== undefined && !wait && !retry && container === undefined) {
    throw usageError('--timeout expects --wait, --retry or --container, got none of them');
  }
  const common = { wait, timeoutMs: timeout };
  if (container !== undefined) {
    if (evict) throw usageError('expected --container or --evict, got both: only a whole pod can be evicted');
    if (gracePeriodMs !== undefined) {
      throw usageError('expected --container or --grace-period, got both: a container gets a signal');
    }
    const { signal = 'SIGTERM', via = 'auto', image } = flags;
    return { ...common, kind: 'container', container, signal, via, image };
  }
  for (const name of ['signal', 'via', 'image'] as const) {
    if (flags[name] !== undefined) throw usageError(`--${name} expects --container NAME, got it alone`);
  }
  return {
    ...common,
    kind: 'pod',
    mode: evict ? 'evict' : 'delete',
    retry,
    gracePeriodSeconds: wholeSeconds(gracePeriodMs),
  };
}

/** A grace period in whole seconds, as the API takes it. @throws {ChaosError} CHAOS_USAGE */
export function wholeSeconds(gracePeriodMs: number | undefined): number | undefined {
  if (gracePeriodMs === undefined) return undefined;
  if (gracePeriodMs % 1_000 !== 0) {
    throw usageError(`--grace-period expects whole seconds, got ${gracePeriodMs} ms`);
  }
  return gracePeriodMs / 1_000;
}
