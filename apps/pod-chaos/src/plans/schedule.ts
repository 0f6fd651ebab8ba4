import type { ScheduleOptions } from '@pod-contagion/chaos/schedule';
import { usageError } from '../errors.ts';
import type { KillFlags } from '../flags/kill.ts';
import type { ScheduleFlags } from '../flags/schedule.ts';
import type { ListenAddress } from '../flags/addresses.ts';

/** When a schedule kills, as it was written; the toolkit parses it. */
export type SchedulePlan = Readonly<{
  options: ScheduleOptions;
  durationMs: number | undefined;
  dryRun: boolean;
  metricsAddress: ListenAddress | undefined;
}>;

/** Flags that mean something only in a schedule. */
const OF_SCHEDULE = [
  'time-zone',
  'window',
  'exclude-day',
  'jitter',
  'max',
  'max-runs',
  'duration',
  'no-dry-run',
  'metrics-address',
] as const satisfies readonly (keyof ScheduleFlags)[];

/**
 * Puts the flags that say when together; undefined where it is done once, at once. In a schedule the dry run is the
 * default: who lets pods be chosen at random again and again shall have seen whom it would hit.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function planSchedule(flags: KillFlags): SchedulePlan | undefined {
  if (flags.interval === undefined && flags.cron === undefined) {
    const without = OF_SCHEDULE.find((name) => isGiven(flags[name]));
    if (without !== undefined) throw usageError(`--${without} expects --interval or --cron, got neither`);
    return undefined;
  }
  if (flags.interval !== undefined && flags.cron !== undefined) {
    throw usageError('expected --interval or --cron, got both');
  }
  if (flags['dry-run'] && flags['no-dry-run']) {
    throw usageError('expected --dry-run or --no-dry-run, got both');
  }
  return {
    options: {
      intervalMs: flags.interval,
      cron: flags.cron,
      timeZone: flags['time-zone'],
      windows: flags.window,
      excludedDays: flags['exclude-day'],
      jitterMs: flags.jitter,
      maxKills: flags.max,
      maxRuns: flags['max-runs'],
    },
    durationMs: flags.duration,
    dryRun: !flags['no-dry-run'],
    metricsAddress: flags['metrics-address'],
  };
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}
