import { usageError } from '../errors.ts';
import type { LocalTime } from './local-clock.ts';

/** A day on which nothing runs: of one year, or of every year where that is left out. */
export type ExcludedDay = Readonly<{ year: number | undefined; month: number; day: number }>;

/** A leap year, in which every day there is has a date. */
const LEAP_YEAR = 2024;

/**
 * Reads `2026-12-25`, or `12-25` for every year.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function parseExcludedDay(text: string): ExcludedDay {
  const [, yearText, month = 0, dayOfMonth = 0] = (
    /^(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})$/.exec(text.trim()) ?? []
  ).map((part, index) => (index === 0 || part === undefined ? undefined : Number(part)));
  const date = new Date(Date.UTC(yearText ?? LEAP_YEAR, month - 1, dayOfMonth));
  if (month < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== dayOfMonth) {
    throw usageError(
      `excluded day: expected a date such as 2026-12-25, or 12-25 for every year, got ${JSON.stringify(text)}`,
    );
  }
  return { year: yearText, month, day: dayOfMonth };
}

/** Says whether a moment is on an excluded day. */
export function isOnDay({ year, month, day }: ExcludedDay, local: LocalTime): boolean {
  return month === local.month && day === local.day && (year === undefined || year === local.year);
}
