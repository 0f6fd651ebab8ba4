import t from 'tap';
import { isInWindow, parseWindow } from '../../src/schedule/window.ts';

const MONDAY = 1;
const SATURDAY = 6;

/** A minute of a day of the week, as a clock shows it. */
const at = (weekday: number, time: string): Parameters<typeof isInWindow>[1] => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { year: 2026, month: 1, day: 1, offsetSeconds: 0, weekday, minute: hour * 60 + minute };
};

t.test('what is in a window', (t) => {
  const cases: [string, number, string, boolean][] = [
    ['Mon-Fri 09:00-17:00', MONDAY, '09:00', true],
    ['Mon-Fri 09:00-17:00', MONDAY, '08:59', false],
    ['Mon-Fri 09:00-17:00', MONDAY, '16:59', true],
    ['Mon-Fri 09:00-17:00', MONDAY, '17:00', false],
    ['Mon-Fri 09:00-17:00', SATURDAY, '12:00', false],
    ['mon,SAT 09:00-17:00', SATURDAY, '12:00', true],
    ['Fri-Mon', MONDAY, '23:59', true],
    ['Fri-Mon', 2, '00:00', false],
    ['Sat-Sun', 0, '00:00', true],
    ['09:00-24:00', 3, '23:59', true],
    ['00:00-24:00', 3, '00:00', true],
    ['Mon 22:00-06:00', MONDAY, '22:00', true],
    ['Mon 22:00-06:00', 2, '05:59', true],
    ['Mon 22:00-06:00', 2, '06:00', false],
    ['Mon 22:00-06:00', MONDAY, '05:00', false],
    ['Mon 22:00-06:00', 2, '22:00', false],
    ['Sat 22:00-06:00', 0, '01:00', true],
    [' Mon   09:00-10:00 ', MONDAY, '09:30', true],
  ];
  for (const [text, weekday, time, expected] of cases) {
    t.equal(isInWindow(parseWindow(text), at(weekday, time)), expected, `${text}: ${weekday} ${time}`);
  }
  t.end();
});

t.test('what is no window', (t) => {
  const wrong = [
    '',
    'Monday',
    'Mon-',
    'Mon-Tue-Wed',
    'Mon,',
    '9:00-17:00',
    '09:00',
    '09:00-25:00',
    '09:60-10:00',
    '24:00-08:00',
    '08:00-00:00',
    '09:00-09:00',
    '09:00-17:00 Mon',
    'Mon 09:00-17:00 Tue',
    'Mon 09:00 - 17:00',
  ];
  for (const text of wrong) {
    t.throws(
      () => parseWindow(text),
      { code: 'CHAOS_USAGE', message: /^window: expected days and hours/ },
      text,
    );
  }
  t.end();
});
