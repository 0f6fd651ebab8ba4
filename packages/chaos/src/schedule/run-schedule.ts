import { setTimeout as delay } from 'node:timers/promises';
import { describeError } from '@pod-contagion/errors';
import { ChaosError } from '../errors.ts';
import { isAllowed, nextRunAfter } from './next-run.ts';
import type { Schedule } from './schedule.ts';

/** Runs that fail one after the other before a schedule gives up. */
export const MAX_CONSECUTIVE_FAILURES = 5;

/** What is no failure of a schedule: nobody was there, or a PodDisruptionBudget was against it; both may pass. */
const NO_FAILURES: ReadonlySet<string> = new Set(['CHAOS_NO_TARGET', 'CHAOS_REFUSED']);

/** Longest sleep at once, in ms: a machine that was suspended, or whose clock was set, is noticed after it. */
const MAX_SLEEP_MS = 30_000;

/** One run of a schedule. */
export type ScheduledRun = Readonly<{
  /** 1 for the first. */
  run: number;
  atMs: number;
  /** How many pods may be hit yet; Infinity without a limit. */
  killsLeft: number;
}>;

/**
 * What is done in each run; gives how many pods it hit, or in a `dryRun` would have hit. What it throws is told and the
 * schedule goes on.
 */
export type ScheduledAction = ((run: ScheduledRun, signal: AbortSignal) => Promise<number>) &
  Readonly<{ dryRun?: boolean }>;

/**
 * In a dry run, and only there: nothing was hit, so that all kills are 0, and what would have been hit is told beside
 * them.
 */
type InDryRun<Counts = object> = Readonly<{ dryRun?: true }> & Readonly<Partial<Counts>>;

/** What happens while a schedule runs; all that happens in a dry run says so. */
export type ScheduleEvent = InDryRun & Happening;

type Happening =
  | Readonly<{ event: 'waiting'; run: number; atMs: number }>
  | Readonly<{ event: 'begun'; run: number; atMs: number }>
  | (Readonly<{ event: 'ended'; run: number; kills: number; killsInAll: number }> &
      InDryRun<{ wouldBeHit: number; wouldBeHitInAll: number }>)
  | Readonly<{ event: 'nobody'; run: number; message: string }>
  | Readonly<{ event: 'failed'; run: number; code: string; message: string; consecutive: number }>
  /** A run was due, but the one before was not over, or the machine slept; it is left out. */
  | Readonly<{ event: 'left-out'; atMs: number; why: 'busy' | 'late' }>
  | Readonly<{ event: 'stopped'; end: ScheduleEnd }>;

/** Why a schedule ended, and what it came to. */
export type ScheduleEnd = Readonly<{
  reason: 'aborted' | 'max-runs' | 'max-kills' | 'until' | 'never-again' | 'failures';
  runs: number;
  kills: number;
  failures: number;
}> &
  InDryRun<{ wouldBeHit: number }>;

/** What a schedule is run with; all but `onEvent` for tests. */
export type RunScheduleOptions = Readonly<{
  onEvent?: ((event: ScheduleEvent) => void) | undefined;
  /** Nothing runs from this moment on, in ms since 1970. */
  untilMs?: number | undefined;
  /** Default `MAX_CONSECUTIVE_FAILURES`. */
  maxConsecutiveFailures?: number | undefined;
  now?: (() => number) | undefined;
  /** Waits so many ms, less when the signal is aborted; must not throw. */
  sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** From 0 to below 1, for the jitter. */
  random?: (() => number) | undefined;
}>;

/**
 * Runs an action by a schedule, the first time one interval from now; never two at once: what was due meanwhile is left
 * out. Ends when the signal is aborted, when a limit is reached, or when so many runs failed one after the other. An
 * action that runs when the signal is aborted is waited for.
 */
export async function runSchedule(
  schedule: Schedule,
  action: ScheduledAction,
  options: RunScheduleOptions,
  signal: AbortSignal,
): Promise<ScheduleEnd> {
  const { now = Date.now, sleep = sleepFor, random = Math.random, untilMs = Infinity } = options;
  const { maxConsecutiveFailures = MAX_CONSECUTIVE_FAILURES } = options;
  const isDry = action.dryRun === true;
  const onEvent = (event: Happening): void => options.onEvent?.(isDry ? { ...event, dryRun: true } : event);
  let runs = 0;
  /** Hit, or in a dry run chosen to be: limits hold for both. */
  let chosen = 0;
  let failures = 0;
  let consecutive = 0;
  let lastMs = now();
  for (;;) {
    const reason = whyStop();
    if (reason !== undefined) return stopped(reason);
    const nextMs = nextRunAfter(schedule, lastMs);
    if (nextMs === undefined) return stopped('never-again');
    if (nextMs < now()) {
      // One event stands for all that were due: the next is looked for from now on.
      onEvent({ event: 'left-out', atMs: nextMs, why: 'busy' });
      lastMs = now();
      continue;
    }
    const atMs = jittered(nextMs);
    if (atMs >= untilMs) return stopped('until');
    onEvent({ event: 'waiting', run: runs + 1, atMs });
    while (now() < atMs && !signal.aborted) await sleep(Math.min(MAX_SLEEP_MS, atMs - now()), signal);
    if (signal.aborted) continue;
    lastMs = nextMs;
    if (!isAllowed(schedule, now()) || now() >= untilMs) {
      onEvent({ event: 'left-out', atMs, why: 'late' });
      lastMs = now();
      continue;
    }
    await runOnce(atMs);
  }

  function whyStop(): ScheduleEnd['reason'] | undefined {
    if (signal.aborted) return 'aborted';
    if (consecutive >= maxConsecutiveFailures) return 'failures';
    if (chosen >= schedule.maxKills) return 'max-kills';
    return runs >= schedule.maxRuns ? 'max-runs' : undefined;
  }

  function stopped(reason: ScheduleEnd['reason']): ScheduleEnd {
    const end: ScheduleEnd = isDry
      ? { reason, runs, kills: 0, failures, dryRun: true, wouldBeHit: chosen }
      : { reason, runs, kills: chosen, failures };
    onEvent({ event: 'stopped', end });
    return end;
  }

  function jittered(ms: number): number {
    const later = ms + Math.floor(random() * schedule.jitterMs);
    return isAllowed(schedule, later) ? later : ms;
  }

  async function runOnce(atMs: number): Promise<void> {
    runs++;
    onEvent({ event: 'begun', run: runs, atMs });
    try {
      const hit = await action({ run: runs, atMs, killsLeft: schedule.maxKills - chosen }, signal);
      chosen += hit;
      consecutive = 0;
      onEvent(
        isDry
          ? { event: 'ended', run: runs, kills: 0, killsInAll: 0, wouldBeHit: hit, wouldBeHitInAll: chosen }
          : { event: 'ended', run: runs, kills: hit, killsInAll: chosen },
      );
    } catch (error) {
      const message = describeError(error);
      const code = error instanceof ChaosError ? error.code : 'CHAOS_API';
      if (NO_FAILURES.has(code)) {
        consecutive = 0;
        onEvent({ event: 'nobody', run: runs, message });
        return;
      }
      failures++;
      consecutive++;
      onEvent({ event: 'failed', run: runs, code, message, consecutive });
    }
  }
}

async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
