import { usageError } from '../errors.ts';
import type { LocalTime } from './local-clock.ts';

/** Hours of some days of the week; over midnight they belong to the day on which they begin. */
export type Window = Readonly<{
  /** 0 is Sunday. */
  days: ReadonlySet<number>;
  /** Minute of the day, 0 to 1439. */
  from: number;
  /** The first minute that is not in it any more, 1 to 1440; where it is before `from`, of the day after. */
  to: number;
}>;

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const EVERY_DAY: ReadonlySet<number> = new Set(DAYS.keys());

const EXPECTED = 'days and hours such as "Mon-Fri 09:00-17:00", "Sat,Sun" or "22:00-06:00"';

/**
 * Reads `Mon-Fri 09:00-17:00`: days, hours, or both; ranges of days may go over the end of the week, hours over midnight.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function parseWindow(text: string): Window {
  const wrong = (why: string): Error =>
    usageError(`window: expected ${EXPECTED}, got ${JSON.stringify(text)}${why}`);
  const [days, hours] = split(text.trim().toLowerCase().split(/\s+/));
  if (days === undefined && hours === undefined) throw wrong('');
  const daysRead = days === undefined ? EVERY_DAY : parseDays(days);
  if (daysRead === undefined) throw wrong(': days are Mon, Tue, Wed, Thu, Fri, Sat, Sun');
  if (hours === undefined) return { days: daysRead, from: 0, to: 1_440 };
  const [from, to] = hours.split('-').map((time) => parseTime(time));
  if (from === undefined || to === undefined || from === 1_440 || to === 0) {
    throw wrong(': hours are from 00:00 to 24:00');
  }
  if (from === to) throw wrong(': it is empty; the whole day is 00:00-24:00');
  return { days: daysRead, from, to };
}

/** Says whether a moment is in a window. */
export function isInWindow({ days, from, to }: Window, { weekday, minute }: LocalTime): boolean {
  if (from < to) return days.has(weekday) && minute >= from && minute < to;
  const dayBefore = (weekday + 6) % 7;
  return (days.has(weekday) && minute >= from) || (days.has(dayBefore) && minute < to);
}

function split(words: readonly string[]): readonly [days: string | undefined, hours: string | undefined] {
  const [first = '', second, ...more] = words;
  if (more.length > 0) return [undefined, undefined];
  const isHours = (word: string): boolean => /^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$/.test(word);
  if (second === undefined) return isHours(first) ? [undefined, first] : [first || undefined, undefined];
  return isHours(second) ? [first, second] : [undefined, undefined];
}

function parseDays(text: string): ReadonlySet<number> | undefined {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [first = '', last = first, ...more] = part.split('-');
    const from = DAYS.indexOf(first);
    const to = DAYS.indexOf(last);
    if (from === -1 || to === -1 || more.length > 0) return undefined;
    for (let day = from; day !== to; day = (day + 1) % 7) found.add(day);
    found.add(to);
  }
  return found;
}

function parseTime(text: string): number | undefined {
  const [hour = Number.NaN, minute = Number.NaN] = text.split(':').map(Number);
  const isTime = (hour < 24 && minute < 60) || (hour === 24 && minute === 0);
  return isTime ? hour * 60 + minute : undefined;
}
