import fc from 'fast-check';
import t from 'tap';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  isNegative,
  isWhole,
  isZero,
  parseQuantity,
  type Quantity,
} from '../../src/machinery/quantity.ts';

function read(text: string): Quantity {
  const quantity = parseQuantity(text);
  if (quantity === undefined) throw new TypeError(`expected a quantity, got ${text}`);
  return quantity;
}

const SUFFIXES = [
  'n',
  'u',
  'm',
  '',
  'k',
  'M',
  'G',
  'T',
  'P',
  'E',
  'Ki',
  'Mi',
  'Gi',
  'Ti',
  'Pi',
  'Ei',
  'e3',
  'E-2',
];
const texts = fc
  .record({
    sign: fc.constantFrom('', '-', '+'),
    whole: fc.nat(1_000_000),
    fraction: fc.option(fc.nat(999)),
    suffix: fc.constantFrom(...SUFFIXES),
  })
  .map(
    ({ sign, whole, fraction, suffix }) =>
      `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${suffix}`,
  );

t.test('amounts that are the same', async (t) => {
  const pairs = [
    ['1', '1000m'],
    ['1.5', '1500m'],
    ['64Mi', '67108864'],
    ['1Ki', '1024'],
    ['2e3', '2k'],
    ['2E3', '2k'],
    ['1E', '1e18'],
    ['0.5Gi', '512Mi'],
    ['.5', '500m'],
    ['5.', '5'],
    ['+1', '1'],
    ['-0', '0'],
  ] as const;
  for (const [a, b] of pairs) t.equal(compareQuantities(read(a), read(b)), 0, `${a} is ${b}`);
  t.equal(compareQuantities(read('128Mi'), read('128M')), 1);
  t.equal(compareQuantities(read('100m'), read('0.2')), -1);
});

t.test('what is no amount', async (t) => {
  for (const text of [
    '',
    '.',
    'm',
    '1 Mi',
    '1mi',
    '1KI',
    '1e',
    '1.2.3',
    '1Kim',
    '--1',
    'Infinity',
    '1e999',
    '1'.repeat(65),
  ]) {
    t.equal(parseQuantity(text), undefined, JSON.stringify(text));
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      const quantity = parseQuantity(text);
      return quantity === undefined || /^[+-]?[0-9.]+/.test(text);
    }),
  );
});

t.test('comparing is an order, and agrees with sums', async (t) => {
  fc.assert(
    fc.property(texts, texts, texts, (a, b, c) => {
      const [x, y, z] = [read(a), read(b), read(c)];
      if (compareQuantities(x, y) !== -compareQuantities(y, x)) return false;
      return compareQuantities(addQuantities(x, z), addQuantities(y, z)) === compareQuantities(x, y);
    }),
  );
  t.pass();
});

t.test('what is written is read as the same amount, to a nano', async (t) => {
  fc.assert(
    fc.property(texts, (text) => {
      const quantity = read(text);
      const difference = addQuantities(read(formatQuantity(quantity)), {
        digits: -quantity.digits,
        exponent: quantity.exponent,
      });
      const size = { ...difference, digits: difference.digits < 0n ? -difference.digits : difference.digits };
      return compareQuantities(size, read('1n')) < 0;
    }),
  );
  t.equal(formatQuantity(read('1.5')), '1500m');
  t.equal(formatQuantity(read('2000')), '2k');
  t.equal(formatQuantity(read('0')), '0');
  t.equal(formatQuantity(read('0.1n')), '1n');
});

t.test('what an amount is', async (t) => {
  t.same([isNegative(read('-1m')), isNegative(read('0'))], [true, false]);
  t.same([isZero(read('0Gi')), isZero(read('1n'))], [true, false]);
  t.same([isWhole(read('1k')), isWhole(read('1500m')), isWhole(read('2000m'))], [true, false, true]);
});
