import fc from 'fast-check';
import t from 'tap';
import { gammaQuantile, gammaShare, logGamma } from '../../src/statistics/gamma.ts';
import { isClose } from './close.ts';

t.test('log gamma, by mpmath with 40 digits', async (t) => {
  const values: readonly (readonly [number, number])[] = [
    [0.1, 2.252712651734206],
    [0.5, Math.log(Math.PI) / 2],
    [3.7, 1.428072326665388],
    [10, Math.log(362_880)],
    [50.5, 146.51925549072064],
    [10_000, 82_099.71749644238],
  ];
  for (const [x, expected] of values) t.ok(isClose(logGamma(x), expected, 1e-14), `${x}: ${logGamma(x)}`);
  t.ok(Math.abs(logGamma(1)) < 1e-14);
  t.ok(Math.abs(logGamma(2)) < 1e-14);
});

t.test('the incomplete gamma function, by mpmath with 40 digits', async (t) => {
  const values: readonly (readonly [shape: number, x: number, below: number, error: number])[] = [
    [0.5, 0.1, 0.345279153981423, 1e-14],
    [1, 1, 1 - Math.exp(-1), 1e-14],
    [2.5, 0.3, 0.011996757205906266, 1e-14],
    [2.5, 9, 0.9970535954121197, 1e-14],
    [10, 7, 0.16950406276132657, 1e-13],
    [10, 25, 0.9997785233617512, 1e-14],
    [100, 120, 0.9721362601094793, 1e-13],
    [1_000, 950, 0.05505468623073803, 1e-12],
    [1e6, 1.001e6, 0.8413447863683403, 1e-11],
    [1e6, 0.9965e6, 0.00022937079499839893, 1e-10],
  ];
  for (const [shape, x, below, error] of values) {
    const got = gammaShare(x, shape);
    t.ok(isClose(got, below, error), `${shape}, ${x}: ${got}, not ${below}`);
  }
  t.equal(gammaShare(0, 3), 0);
  t.equal(gammaShare(Infinity, 3), 1);
});

t.test('its inverse, by mpmath with 40 digits', async (t) => {
  const values: readonly (readonly [shape: number, probability: number, x: number])[] = [
    [0.1, 0.01, 6.073048362407899e-21],
    [0.5, 0.95, 1.9207294103470622],
    [1, 0.025, -Math.log1p(-0.025)],
    [1.2, 0.5, 0.8879362134747926],
    [17.9, 0.025, 10.591158482571808],
    [17.9, 0.975, 27.095385137110007],
    [250, 0.975, 281.9257646721426],
  ];
  for (const [shape, probability, x] of values) {
    const got = gammaQuantile(probability, shape);
    t.ok(isClose(got, x), `${shape}, ${probability}: ${got}, not ${x}`);
  }
  // By SciPy 1.17.
  t.ok(isClose(gammaQuantile(0.975, 1e6), 1_001_960.9109654503));
  // A chi-square of 4 x 10^8 degrees, by the expansion of Cornish and Fisher to its third term.
  const z = 1.959963984540054;
  const expected = 4e8 + z * Math.sqrt(8e8) + (2 / 3) * (z * z - 1);
  t.ok(isClose(2 * gammaQuantile(0.975, 2e8), expected, 1e-12));
  t.equal(gammaQuantile(0, 3), 0);
  t.equal(gammaQuantile(1, 3), Infinity);
});

t.test('chi-square of printed tables: twice a gamma variable of half the degrees', async (t) => {
  // Abramowitz and Stegun 1964, table 26.8.
  t.equal((2 * gammaQuantile(0.95, 0.5)).toFixed(5), '3.84146');
  t.equal((2 * gammaQuantile(0.95, 5)).toFixed(4), '18.3070');
  t.equal((2 * gammaQuantile(0.025, 5)).toFixed(5), '3.24697');
  t.equal((2 * gammaQuantile(0.99, 15)).toFixed(4), '50.8922');
});

t.test('property: the inverse is one, from the smallest shapes to the largest', async (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: Math.log(0.05), max: Math.log(1e7), noNaN: true }).map(Math.exp),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      (shape, probability) => {
        const x = gammaQuantile(probability, shape);
        return Math.abs(gammaShare(x, shape) - probability) < 1e-9 * probability;
      },
    ),
  );
  t.pass('held');
});
