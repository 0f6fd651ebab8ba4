import { usageError } from '../errors.ts';

/** A moment as clocks on the wall show it. */
export type LocalTime = Readonly<{
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
  /** 0 is Sunday. */
  weekday: number;
  /** Minute of the day, 0 to 1439. */
  minute: number;
  /** What is to be added to UTC, in seconds. */
  offsetSeconds: number;
}>;

/** Tells what clocks in one time zone show. */
export type LocalClock = (ms: number) => LocalTime;

/**
 * Makes the clock of a time zone, with its changes to and from summer time.
 * @throws {ChaosError} CHAOS_USAGE where nobody knows it
 */
export function localClock(timeZone: string): LocalClock {
  const format = formatFor(timeZone);
  return (ms) => {
    const parts = Object.fromEntries(
      format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const asUtcMs = Date.UTC(year, month - 1, day, hour, minute, second);
    return {
      year,
      month,
      day,
      weekday: new Date(asUtcMs).getUTCDay(),
      minute: hour * 60 + minute,
      offsetSeconds: asUtcMs / 1_000 - Math.floor(ms / 1_000),
    };
  };
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  try {
    if (!/^[A-Za-z]/.test(timeZone)) throw new RangeError('no name');
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw usageError(
      `time zone: expected a name such as Europe/Berlin or UTC, got ${JSON.stringify(timeZone)}`,
    );
  }
}
