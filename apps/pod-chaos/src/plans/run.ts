import { usageError } from '../errors.ts';
import type { LastingFlags } from '../flags/running.ts';
import { DEFAULT_FAULT_MS } from '../limits.ts';

/** How long a fault lasts, when it begins, and who waits for its end. */
export type RunPlan = Readonly<{
  durationMs: number;
  /** Whether nobody said how long, which is told. */
  isDefaultDuration: boolean;
  warmUpMs: number;
  background: boolean;
  image: string | undefined;
  netRaw: boolean;
}>;

/**
 * Puts the flags of a fault that lasts together.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planRun(flags: LastingFlags & Readonly<{ 'net-raw'?: boolean }>): RunPlan {
  const {
    duration,
    'running-time': runningTime,
    'warm-up': warmUpMs = 0,
    background,
    image,
    'net-raw': netRaw = false,
  } = flags;
  if (duration !== undefined && runningTime !== undefined) {
    throw usageError('expected --duration or --running-time (-r), got both');
  }
  const durationMs = duration ?? runningTime;
  return {
    durationMs: durationMs ?? DEFAULT_FAULT_MS,
    isDefaultDuration: durationMs === undefined,
    warmUpMs,
    background,
    image,
    netRaw,
  };
}
