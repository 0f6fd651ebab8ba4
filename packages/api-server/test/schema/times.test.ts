import fc from 'fast-check';
import t from 'tap';
import { canonicalMicroTime, canonicalTime, TimeError } from '../../src/schema/times.ts';

t.test('times are kept in UTC and whole seconds', async (t) => {
  t.equal(canonicalTime('2026-02-28T12:34:56Z'), '2026-02-28T12:34:56Z');
  t.equal(canonicalTime('2026-02-28T23:34:56.999+01:00'), '2026-02-28T22:34:56Z');
  t.equal(canonicalTime('2026-12-31T23:00:00-02:30'), '2027-01-01T01:30:00Z');
  t.equal(canonicalTime('0001-01-01T00:00:00Z'), '0001-01-01T00:00:00Z');
  t.equal(canonicalMicroTime('2026-02-28T13:34:56.123456+01:00'), '2026-02-28T12:34:56.123456Z');
});

t.test('any time comes through', async () => {
  const range = { min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true };
  fc.assert(
    fc.property(
      fc.date(range),
      (date) => canonicalTime(date.toISOString()) === `${date.toISOString().slice(0, 19)}Z`,
    ),
  );
});

t.test('what is no time is refused in the words of Go', async (t) => {
  const layout = 'as "2006-01-02T15:04:05Z07:00": cannot parse';
  const cases: readonly (readonly [string, string])[] = [
    ['x', `parsing time "x" ${layout} "x" as "2006"`],
    ['2026', `parsing time "2026" ${layout} "" as "-"`],
    ['2026-02-28', `parsing time "2026-02-28" ${layout} "" as "T"`],
    ['2026-02-28T00:00:00', `parsing time "2026-02-28T00:00:00" ${layout} "" as "Z07:00"`],
    ['2026-13-01T00:00:00Z', 'parsing time "2026-13-01T00:00:00Z": month out of range'],
    ['2025-02-29T00:00:00Z', 'parsing time "2025-02-29T00:00:00Z": day out of range'],
    ['2026-02-28T24:00:00Z', 'parsing time "2026-02-28T24:00:00Z": hour out of range'],
    ['2026-02-28T00:00:00Zx', 'parsing time "2026-02-28T00:00:00Zx": extra text: "x"'],
  ];
  for (const [given, message] of cases) t.throws(() => canonicalTime(given), new TimeError(message), given);
  t.throws(() => canonicalMicroTime('2026-02-28T00:00:00Z'), {
    message:
      'parsing time "2026-02-28T00:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
  });
});
