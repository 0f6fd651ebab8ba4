/** A time that can't be read; the message is the one of Go's time package. */
export class TimeError extends Error {
  override readonly name = 'TimeError';
}

const LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICRO_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';

/** Parts of the layout in their order, each with what it takes from the text. */
const PARTS: readonly (readonly [string, RegExp])[] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/],
  ['-', /^-/],
  ['02', /^\d\d/],
  ['T', /^T/],
  ['15', /^\d\d/],
  [':', /^:/],
  ['04', /^\d\d/],
  [':', /^:/],
  ['05', /^\d\d/],
];
const FRACTION: readonly [string, RegExp] = ['.000000', /^\.\d{6}(?!\d)/];
const OPTIONAL_FRACTION: readonly [string, RegExp] = ['', /^([.,]\d+)?/];
const ZONE: readonly [string, RegExp] = ['Z07:00', /^(Z|[+-]\d\d:\d\d)/];

const SHAPE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

function misfit(text: string, layout: string, micro: boolean): TimeError {
  let rest = text;
  for (const [part, pattern] of [...PARTS, micro ? FRACTION : OPTIONAL_FRACTION, ZONE]) {
    const found = pattern.exec(rest);
    const start = `parsing time ${JSON.stringify(text)} as "${layout}": `;
    if (found === null) return new TimeError(`${start}cannot parse ${JSON.stringify(rest)} as "${part}"`);
    rest = rest.slice(found[0].length);
  }
  return new TimeError(`parsing time ${JSON.stringify(text)}: extra text: ${JSON.stringify(rest)}`);
}

/** The parts of a time that may be out of range, with the name Go gives them. */
function outOfRange(parts: readonly number[]): string | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (month < 1 || month > 12) return 'month';
  const lastDay = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  if (day < 1 || day > lastDay) return 'day';
  if (hour > 23) return 'hour';
  if (minute > 59) return 'minute';
  return second > 59 ? 'second' : undefined;
}

function parse(text: string, micro: boolean): { ms: number; fraction: string } {
  const layout = micro ? MICRO_LAYOUT : LAYOUT;
  const found = SHAPE.exec(text);
  if (found === null || (micro && found[7]?.length !== 6)) throw misfit(text, layout, micro);
  const parts = found.slice(1, 7).map(Number);
  const wrong = outOfRange(parts);
  if (wrong !== undefined) throw new TimeError(`parsing time ${JSON.stringify(text)}: ${wrong} out of range`);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const offsetMinutes = Number(found[9] ?? 0) * 60 + Number(found[10] ?? 0);
  return {
    ms: date.getTime() - (found[8] === '-' ? -1 : 1) * offsetMinutes * 60_000,
    fraction: found[7] ?? '',
  };
}

/**
 * A time as the API keeps it: in UTC and whole seconds, what is beyond them cut off. Throws TimeError. Source:
 * apimachinery/pkg/apis/meta/v1/time.go.
 */
export function canonicalTime(text: string): string {
  return `${new Date(parse(text, false).ms).toISOString().slice(0, 19)}Z`;
}

/** A time with its six digits of microseconds, in UTC. Throws TimeError. Source: meta/v1/micro_time.go. */
export function canonicalMicroTime(text: string): string {
  const { ms, fraction } = parse(text, true);
  return `${new Date(ms).toISOString().slice(0, 19)}.${fraction}Z`;
}
