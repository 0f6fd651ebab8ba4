import type { ReapOptions } from '@pod-contagion/chaos/reap';
import type { ListenAddress } from '../flags/addresses.ts';
import type { ReapFlags } from '../flags/reap.ts';
import { given } from './given.ts';
import { wholeSeconds } from './kill.ts';
import { planWho, type TargetPlan } from './targets.ts';

/** Who is reaped, how, and until when. */
export type ReapPlan = Readonly<{
  targets: TargetPlan;
  options: Omit<ReapOptions, 'targets' | 'onEvent' | 'untilMs'>;
  durationMs: number | undefined;
  metricsAddress: ListenAddress | undefined;
}>;

/**
 * Puts the flags of a reaper together.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planReap(flags: ReapFlags): ReapPlan {
  return {
    targets: planWho(flags),
    options: {
      mode: flags.evict ? 'evict' : 'delete',
      dryRun: flags['dry-run'],
      ...given({
        when: flags.when,
        gracePeriodSeconds: wholeSeconds(flags['grace-period']),
        maxPerMinute: flags['max-per-minute'],
        max: flags.max,
      }),
    },
    durationMs: flags.duration,
    metricsAddress: flags['metrics-address'],
  };
}
