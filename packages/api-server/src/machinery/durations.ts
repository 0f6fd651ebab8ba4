const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/**
 * An age in the two greatest units that matter: `59s`, `3m20s`, `2d4h`. An age up to two seconds in the future counts
 * as none: clocks differ; one further ahead is `<invalid>`.
 *
 * Source: apimachinery/pkg/util/duration/duration.go (`HumanDuration`).
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  if (seconds < 10 * MINUTE) return inTwoUnits(seconds, MINUTE, 'm', 1, 's');
  if (seconds < 3 * HOUR) return `${Math.floor(seconds / MINUTE)}m`;
  if (seconds < 8 * HOUR) return inTwoUnits(seconds, HOUR, 'h', MINUTE, 'm');
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)}h`;
  if (seconds < 8 * DAY) return inTwoUnits(seconds, DAY, 'd', HOUR, 'h');
  if (seconds < 2 * YEAR) return `${Math.floor(seconds / DAY)}d`;
  if (seconds < 8 * YEAR) return inTwoUnits(seconds, YEAR, 'y', DAY, 'd');
  return `${Math.floor(seconds / YEAR)}y`;
}

function inTwoUnits(
  seconds: number,
  great: number,
  greatName: string,
  small: number,
  smallName: string,
): string {
  const rest = Math.floor((seconds % great) / small);
  return `${Math.floor(seconds / great)}${greatName}${rest === 0 ? '' : `${rest}${smallName}`}`;
}

/**
 * The age of a time as the API writes it, at `nowMs`; `<unknown>` where there is none.
 *
 * Source: pkg/printers/internalversion/printers.go (`translateTimestampSince`).
 */
export function ageOf(time: string | undefined, nowMs: number): string {
  const ms = time === undefined || time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(ms) ? '<unknown>' : humanDuration(nowMs - ms);
}
