import type { Cron } from 'croner';
import { isOnDay } from './excluded-day.ts';
import { isInWindow } from './window.ts';
import type { Schedule } from './schedule.ts';

/** How far ahead is looked, in ms: ten years, so that the 29th of February is found. */
const HORIZON_MS = 10 * 366 * 86_400_000;

/** How often a cron pattern may come when nothing is allowed: daily, for two years. Windows come back every week. */
const MAX_SKIPPED = 800;

/** Minutes of a day. */
const DAY = 1_440;

/** Says whether a schedule may run at a moment: in one of its windows, on no excluded day. */
export function isAllowed({ clock, windows, excludedDays }: Schedule, ms: number): boolean {
  const local = clock(ms);
  if (excludedDays.some((day) => isOnDay(day, local))) return false;
  return windows.length === 0 || windows.some((window) => isInWindow(window, local));
}

/**
 * When a schedule runs next, strictly after a moment, in ms since 1970; undefined where it does not within ten years, or
 * where a cron pattern comes 800 times outside of the windows. An interval that ends outside of them is prolonged until
 * the next one opens; a cron pattern that comes outside of them is skipped. What a cron pattern has in the hour that
 * summer time leaves out comes an hour later, what it has in the hour that comes twice, once.
 */
export function nextRunAfter(schedule: Schedule, nowMs: number): number | undefined {
  const untilMs = nowMs + HORIZON_MS;
  const { trigger } = schedule;
  if (trigger.kind === 'interval') return nextAllowed(schedule, nowMs + trigger.intervalMs, untilMs);
  let afterMs = nowMs;
  for (let skipped = 0; skipped < MAX_SKIPPED; skipped++) {
    const ms = nextOfCron(trigger.cron, afterMs);
    if (ms === undefined || ms > untilMs) return undefined;
    const allowedMs = nextAllowed(schedule, ms, untilMs);
    if (allowedMs === undefined || allowedMs === ms) return allowedMs;
    afterMs = allowedMs - 1;
  }
  return undefined;
}

/** Steps by which one gets out of an hour that comes twice, in ms, and how many are enough for any time zone. */
const STEP_MS = 900_000;
const STEPS = 12;

/** In an hour that comes twice croner may give the one that is over. */
function nextOfCron(cron: Cron, afterMs: number): number | undefined {
  for (let step = 0; step <= STEPS; step++) {
    const next = cron.nextRun(new Date(afterMs + step * STEP_MS));
    if (next === null) return undefined;
    if (next.getTime() > afterMs) return next.getTime();
  }
  return undefined;
}

/** The first moment that is allowed, from one on. */
function nextAllowed(schedule: Schedule, fromMs: number, untilMs: number): number | undefined {
  const boundaries = boundariesOf(schedule);
  for (let ms = fromMs; ms <= untilMs; ms = nextBoundary(schedule, boundaries, ms)) {
    if (isAllowed(schedule, ms)) return ms;
  }
  return undefined;
}

/** Minutes of the day at which it can begin or end that a schedule may run. */
function boundariesOf({ windows }: Schedule): readonly number[] {
  const all = windows.flatMap(({ from, to }) => [from, to]);
  return [...new Set([...all, DAY])].toSorted((a, b) => a - b);
}

/** The next moment at which a clock shows one of the boundaries, or at which it is changed. */
function nextBoundary({ clock }: Schedule, boundaries: readonly number[], ms: number): number {
  const { minute, offsetSeconds } = clock(ms);
  const boundary = boundaries.find((each) => each > minute) ?? DAY;
  const minuteStartMs = ms - ((((ms + offsetSeconds * 1_000) % 60_000) + 60_000) % 60_000);
  const nextMs = minuteStartMs + (boundary - minute) * 60_000;
  if (clock(nextMs).offsetSeconds === offsetSeconds) return nextMs;
  let before = Math.floor(ms / 1_000);
  let after = Math.ceil(nextMs / 1_000);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (clock(middle * 1_000).offsetSeconds === offsetSeconds) before = middle;
    else after = middle;
  }
  return after * 1_000;
}
