import fc from 'fast-check';
import t from 'tap';
import { intOrPercentNumber, isPercent, scaledValue } from '../../src/machinery/int-or-string.ts';

t.test('percentages of replicas, as a rolling update takes them', async (t) => {
  t.equal(scaledValue('25%', 50, 'up'), 13);
  t.equal(scaledValue('25%', 50, 'down'), 12);
  t.equal(scaledValue(3, 50, 'down'), 3);
  t.throws(() => scaledValue('http', 50, 'up'), RangeError);
});

t.test(
  'rounding up and down differ by one at the most, and agree where nothing is to be rounded',
  async (t) => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(10_000), (percent, total) => {
        const up = scaledValue(`${percent}%`, total, 'up');
        const down = scaledValue(`${percent}%`, total, 'down');
        return (percent * total) % 100 === 0 ? up === down : up === down + 1;
      }),
    );
    t.pass();
  },
);

t.test('what is a percentage', async (t) => {
  t.same(['25%', '2.5%', '-1%', '%', 5].map(isPercent), [true, false, false, false, false]);
  t.same(['25%', 'http', 7].map(intOrPercentNumber), [25, 0, 7]);
});
