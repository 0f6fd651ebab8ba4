import fc from 'fast-check';
import t from 'tap';
import { readQuantity } from '../src/quantity.ts';

t.test('amounts as manifests have them', async (t) => {
  const cases: Record<string, number | undefined> = {
    '0': 0,
    '1': 1,
    '500m': 0.5,
    '1.5': 1.5,
    '.5': 0.5,
    '64Mi': 67_108_864,
    '1.5Gi': 1_610_612_736,
    '1k': 1_000,
    '1e3': 1_000,
    '2E': 2e18,
    '+1': 1,
    '-1': undefined,
    '1e3Mi': undefined,
    '1 Gi': undefined,
    Mi: undefined,
    '': undefined,
    '1KiB': undefined,
    '1e999': undefined,
  };
  for (const [text, expected] of Object.entries(cases)) t.equal(readQuantity(text), expected, text);
});

t.test('a suffix multiplies, whatever the number', async () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.constantFrom(['Ki', 1_024], ['M', 1e6], ['', 1] as const),
      (n, [suffix, factor]) => {
        return readQuantity(`${n}${suffix}`) === n * factor;
      },
    ),
  );
});

t.test('any text gives a number that is not below zero, or nothing', async () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const value = readQuantity(text);
      return value === undefined || (Number.isFinite(value) && value >= 0);
    }),
  );
});
