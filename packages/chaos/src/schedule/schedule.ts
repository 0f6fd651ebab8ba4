import { describeError } from '@pod-contagion/errors';
import { Cron } from 'croner';
import { usageError } from '../errors.ts';
import { parseExcludedDay, type ExcludedDay } from './excluded-day.ts';
import { localClock, type LocalClock } from './local-clock.ts';
import { parseWindow, type Window } from './window.ts';

/** When something is to be done again and again: every so often, or as a cron pattern says. */
export type ScheduleOptions = Readonly<{
  /** Time from one run to the next, in ms, 1,000 to 2,592,000,000 (30 days). This or `cron`. */
  intervalMs?: number | undefined;
  /** Five fields, six with seconds first, or `@daily` and its like. */
  cron?: string | undefined;
  /** Of the cron pattern, windows and excluded days; default UTC. */
  timeZone?: string | undefined;
  /** Nothing runs outside of these, such as `Mon-Fri 09:00-17:00`; any time where there are none. */
  windows?: readonly string[] | undefined;
  /** Nothing runs on these, such as `2026-12-25`, or `12-25` for every year. */
  excludedDays?: readonly string[] | undefined;
  /**
   * Each run is put off by a random time up to this, in ms, 0 to 86,400,000 and no more than the interval, as long as it
   * stays allowed.
   */
  jitterMs?: number | undefined;
  /** Ends after so many runs. */
  maxRuns?: number | undefined;
  /** Ends after so many pods were hit. */
  maxKills?: number | undefined;
}>;

/** Options that were read. */
export type Schedule = Readonly<{
  trigger: Readonly<{ kind: 'interval'; intervalMs: number }> | Readonly<{ kind: 'cron'; cron: Cron }>;
  clock: LocalClock;
  windows: readonly Window[];
  excludedDays: readonly ExcludedDay[];
  jitterMs: number;
  maxRuns: number;
  maxKills: number;
}>;

const MIN_INTERVAL_MS = 1_000;
const MAX_INTERVAL_MS = 2_592_000_000;
const MAX_JITTER_MS = 86_400_000;

/** Most windows, and most excluded days. */
const MAX_ITEMS = 400;

/**
 * Reads a schedule, strictly.
 * @throws {ChaosError} CHAOS_USAGE naming the option, what it expects and what it got
 */
export function parseSchedule(options: ScheduleOptions): Schedule {
  const { intervalMs, cron, timeZone = 'UTC', windows = [], excludedDays = [], jitterMs = 0 } = options;
  const clock = localClock(timeZone);
  if ((intervalMs === undefined) === (cron === undefined)) {
    const got = cron === undefined ? 'neither' : 'both';
    throw usageError(`schedule: expected an interval or a cron pattern, got ${got}`);
  }
  if (windows.length > MAX_ITEMS || excludedDays.length > MAX_ITEMS) {
    throw usageError(`schedule: expected at most ${MAX_ITEMS} windows and excluded days each`);
  }
  return {
    trigger:
      cron === undefined
        ? {
            kind: 'interval',
            intervalMs: within('intervalMs', intervalMs ?? 0, MIN_INTERVAL_MS, MAX_INTERVAL_MS),
          }
        : { kind: 'cron', cron: parseCron(cron, timeZone) },
    clock,
    windows: windows.map((text) => parseWindow(text)),
    excludedDays: excludedDays.map((text) => parseExcludedDay(text)),
    jitterMs: within('jitterMs', jitterMs, 0, Math.min(MAX_JITTER_MS, intervalMs ?? Infinity)),
    maxRuns: limit('maxRuns', options.maxRuns),
    maxKills: limit('maxKills', options.maxKills),
  };
}

function parseCron(pattern: string, timezone: string): Cron {
  let cron: Cron;
  try {
    cron = new Cron(pattern, { timezone, mode: '5-or-6-parts', paused: true });
  } catch (error) {
    const why = describeError(error).replace(/^CronPattern: /, '');
    throw usageError(
      `cron: expected a pattern of five or six fields, got ${JSON.stringify(pattern)}: ${why}`,
    );
  }
  if (cron.nextRun(new Date(0)) === null) {
    throw usageError(`cron: expected a pattern that comes at some time, got ${JSON.stringify(pattern)}`);
  }
  return cron;
}

function limit(name: string, value: number | undefined): number {
  return value === undefined ? Infinity : within(name, value, 1, Number.MAX_SAFE_INTEGER);
}

function within(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw usageError(`schedule: ${name} expects a whole number from ${min} to ${max}, got ${value}`);
}
