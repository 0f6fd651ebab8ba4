import { BURN_DEBT_LIMIT_MS, BURN_PERIOD_MS } from '../limits.ts';

/** The clocks that a burn goes by, in ms; they never go back. */
export type DutyClocks = Readonly<{
  /** Processor time that this thread has used. */
  usedMs: () => number;
  nowMs: () => number;
}>;

/** What is to be done in one period: burn until one of the two is reached, then wait for the end of the period. */
export type DutyPeriod = Readonly<{ burnUntilUsedMs: number; endsAtMs: number }>;

/**
 * Says period by period how long to burn, so that what was used comes to a share of the time that passed: what a period
 * fell short of or had too much, the next ones make up for. Of a long wait for a processor only a part is made up for.
 */
export function createDuty(percent: number, { usedMs, nowMs }: DutyClocks): { next: () => DutyPeriod } {
  const share = percent / 100;
  const begunAtMs = nowMs();
  let usedAtFirstMs = usedMs();
  return {
    next() {
      const endsAtMs = nowMs() + BURN_PERIOD_MS;
      const now = usedMs();
      const due = (atMs: number): number => usedAtFirstMs + share * (atMs - begunAtMs);
      const tooMuchOwed = due(endsAtMs - BURN_PERIOD_MS) - now - BURN_DEBT_LIMIT_MS;
      // What can't be had any more is forgotten.
      if (tooMuchOwed > 0) usedAtFirstMs -= tooMuchOwed;
      return { burnUntilUsedMs: due(endsAtMs), endsAtMs };
    },
  };
}
