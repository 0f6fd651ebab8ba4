import fc from 'fast-check';
import t from 'tap';
import { canonicalQuantity, QuantityError } from '../../src/schema/quantity.ts';

t.test('quantities take their shortest exact form', async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ['1', '1'],
    ['0.5', '500m'],
    ['.5', '500m'],
    ['5.', '5'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['-1500m', '-1500m'],
    ['+2', '2'],
    ['007', '7'],
    ['1000', '1k'],
    ['1500000', '1500k'],
    ['100M', '100M'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['1000Ki', '1000Ki'],
    ['0.5Ki', '512'],
    ['0.1Ki', '102400m'],
    ['31.25Ki', '32k'],
    ['1025', '1025'],
    ['1e3', '1e3'],
    ['12E6', '12e6'],
    ['1e-3', '1e-3'],
    ['1E', '1E'],
    ['0', '0'],
    ['0Mi', '0'],
    ['-0', '0'],
    ['1000000n', '1m'],
    ['0.0000000001', '1n'],
  ];
  for (const [given, kept] of cases) t.equal(canonicalQuantity(given), kept, given);
});

t.test('what is no quantity is refused in the words of the API', async (t) => {
  const format = /^quantities must match the regular expression/;
  const cases: readonly (readonly [string, RegExp])[] = [
    ['', format],
    ['abc', format],
    ['1 Gi', format],
    ['1,5', format],
    ['1.2.3', format],
    ['true', format],
    ['1GiB', format],
    ['1mm', /^unable to parse quantity's suffix$/],
    ['1Gm', /^unable to parse quantity's suffix$/],
    ['1e', /^unable to parse quantity's suffix$/],
    ['Mi', /^unable to parse numeric part of quantity$/],
    ['9'.repeat(101), /^unable to parse numeric part of quantity$/],
  ];
  for (const [given, message] of cases) {
    const found = ((): unknown => {
      try {
        return canonicalQuantity(given);
      } catch (error) {
        return error;
      }
    })();
    t.type(found, QuantityError, given);
    t.match((found as Error).message, message, given);
  }
});

/** The value of a quantity, in billionths. */
function valueOf(text: string): bigint {
  const [, sign = '', whole = '', , fraction = '', suffix = ''] =
    /^(-?)(\d*)(\.(\d*))?(\D*|e.*)$/.exec(text) ?? [];
  const powers: Record<string, bigint> = { n: 1n, u: 10n ** 3n, m: 10n ** 6n, '': 10n ** 9n };
  for (const [index, letter] of ['k', 'M', 'G', 'T', 'P', 'E'].entries()) {
    powers[letter] = 10n ** BigInt(9 + 3 * (index + 1));
    powers[`${letter.toUpperCase()}i`] = 10n ** 9n * 1024n ** BigInt(index + 1);
  }
  const unit = powers[suffix] ?? 10n ** (9n + BigInt(suffix.slice(1)));
  const value = (BigInt(whole + fraction) * unit) / 10n ** BigInt(fraction.length);
  return sign === '-' ? -value : value;
}

t.test('the shortest form is worth the same and stays as it is', async () => {
  const suffixes = ['', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'e3', 'e5'];
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      fc.constantFrom('', '.5', '.25'),
      fc.constantFrom(...suffixes),
      (whole, fraction, suffix) => {
        const kept = canonicalQuantity(`${whole}${fraction}${suffix}`);
        return canonicalQuantity(kept) === kept && valueOf(kept) === valueOf(`${whole}${fraction}${suffix}`);
      },
    ),
  );
});
