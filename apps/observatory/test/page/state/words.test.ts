import t from 'tap';
import { clockTime, shortNumber, timeSpan } from '../../../page/state/words.ts';

t.test('as few signs as say it', async (t) => {
  t.same([0, 240, 9_940, 12_400, 185_000, 7_800_000].map(timeSpan), [
    '0.0 s',
    '0.2 s',
    '9.9 s',
    '12 s',
    '3 min 5 s',
    '2 h 10 min',
  ]);
  t.same([0.034, 1.4, 12.34, 1_234, NaN].map(shortNumber), ['0.03', '1.40', '12.3', '1,234', '–']);
  t.match(clockTime(Date.UTC(2026, 0, 1, 3, 4, 5)), /^\d\d:\d\d:05$/);
});
