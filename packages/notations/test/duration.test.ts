import fc from 'fast-check';
import t from 'tap';
import { formatDuration, parseDurationMs } from '../src/duration.ts';

t.test('durations as users write them', async (t) => {
  const cases: Record<string, number | undefined> = {
    '0': 0,
    '500': 500,
    '500ms': 500,
    '10s': 10_000,
    '1.5m': 90_000,
    '1.1s': 1_100,
    '1h': 3_600_000,
    '0.5': undefined,
    '-1': undefined,
    '1d': undefined,
    s: undefined,
    '': undefined,
    '1 s': undefined,
    '1e3': undefined,
    '9999999999999': undefined,
  };
  for (const [text, expected] of Object.entries(cases)) t.equal(parseDurationMs(text), expected, text);
});

t.test('whole numbers of every unit come back', async () => {
  const units = fc.constantFrom<[string, number]>(
    ['', 1],
    ['ms', 1],
    ['s', 1000],
    ['m', 60_000],
    ['h', 3_600_000],
  );
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      units,
      (count, [unit, ms]) => parseDurationMs(`${count}${unit}`) === count * ms,
    ),
  );
});

t.test('durations as people read them', async (t) => {
  t.equal(formatDuration(0), '0.0 s');
  t.equal(formatDuration(8_460), '8.5 s');
  t.equal(formatDuration(9_960), '10 s');
  t.equal(formatDuration(59_600), '1m00s');
  t.equal(formatDuration(302_000), '5m02s');
  t.equal(formatDuration(3_600_000), '1h00m');
  t.equal(formatDuration(-1), '0.0 s');
});
