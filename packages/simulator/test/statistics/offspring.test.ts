import fc from 'fast-check';
import t from 'tap';
import { dispersion } from '../../src/statistics/dispersion.ts';
import { addHistograms, histogramOf } from '../../src/statistics/histogram.ts';
import {
  offspringHistogram,
  offspringOf,
  smallestShare,
  summariseOffspring,
} from '../../src/statistics/offspring.ts';
import { caseOf, SMALL_OUTBREAK } from './cases.ts';
import { isClose, rounded } from './close.ts';

/** Red mites on 150 apple leaves, Bliss and Fisher 1953: the standard example of the negative binomial distribution. */
const MITES = [70, 38, 17, 10, 9, 3, 2, 1];

t.test('dispersion of the mites of Bliss and Fisher 1953', async (t) => {
  const { mean, variance, dispersion } = summariseOffspring(MITES);
  t.equal(rounded(mean, 5), 1.14667);
  t.equal(rounded(variance, 4), 2.2736);
  t.equal(rounded(dispersion.byMoments, 4), 1.1667);
  // Published as 1.02459. Its interval by SciPy 1.17: the roots of nbinom's log-likelihood less 1.920729.
  t.equal(rounded(dispersion.byLikelihood.value, 5), 1.02459);
  t.ok(isClose(dispersion.byLikelihood.low, 0.6254235243104441, 1e-6));
  t.ok(isClose(dispersion.byLikelihood.high, 1.8362414268211218, 1e-6));
});

t.test('no more scattered than by chance: infinite k, bounded below', async (t) => {
  const even = dispersion([0, 0, 0, 100]);
  t.equal(even.byMoments, Infinity);
  t.equal(even.byLikelihood.value, Infinity);
  t.equal(even.byLikelihood.high, Infinity);
  t.ok(even.byLikelihood.low > 1);
  t.match(dispersion([10]).byLikelihood, { value: NaN });
  t.match(dispersion([]).byLikelihood, { value: NaN });
});

t.test('property: the slope of the likelihood is 0 at k, by logarithms of factorials', async (t) => {
  const histograms = fc.array(fc.nat(50), { minLength: 3, maxLength: 12 });
  fc.assert(
    fc.property(histograms, (histogram) => {
      const { byLikelihood } = dispersion(histogram);
      const { value, low, high } = byLikelihood;
      fc.pre(value < 1e4);
      const { cases, mean } = summariseOffspring(histogram);
      // Of the density itself, term by term: independent of the sums of tails.
      const likelihood = (k: number): number =>
        histogram.reduce((sum, count, x) => {
          let rising = 0;
          for (let j = 0; j < x; j++) rising += Math.log(k + j);
          return sum + count * (rising + k * Math.log(k / (k + mean)) + x * Math.log(mean / (k + mean)));
        }, 0);
      const error = 1e-9 * cases * (1 + mean) * (1 + Math.log(1 + value));
      return (
        low <= value &&
        value <= high &&
        likelihood(value) >= likelihood(value * 1.01) - error &&
        likelihood(value) >= likelihood(value * 0.99) - error
      );
    }),
  );
  t.pass('held');
});

t.test('a small outbreak, by hand', async (t) => {
  t.strictSame([...offspringOf(SMALL_OUTBREAK)], [3, 1, 0, 0, 0]);
  // The last case is not over: it may infect yet.
  t.strictSame(offspringHistogram(SMALL_OUTBREAK), [2, 1, 0, 1]);
  const { cases, infections, mean, variance } = summariseOffspring([2, 1, 0, 1]);
  t.strictSame([cases, infections, mean, variance], [4, 4, 1, 2]);
});

t.test('the share of 80 %', async (t) => {
  // Ten cases: one infects 8, two infect one each, seven nobody: 8 of 10 by one in ten.
  t.equal(smallestShare([7, 2, 0, 0, 0, 0, 0, 0, 1], 0.8), 0.1);
  // All infect one: four of five.
  t.equal(smallestShare([0, 5], 0.8), 0.8);
  t.equal(smallestShare([0, 5], 1), 1);
  // 30 infections, of which 24 are wanted: three with 6 each make 18, and two of the four with 3 each make 24.
  t.equal(smallestShare([3, 0, 0, 4, 0, 0, 3], 0.8), 5 / 10);
  t.match(smallestShare([5], 0.8), NaN);
});

t.test('histograms of runs add up', async (t) => {
  t.strictSame(histogramOf([0, 2, 2, 5]), [1, 0, 2, 0, 0, 1]);
  t.strictSame(addHistograms([[1, 2], [], [0, 1, 4]]), [1, 3, 4]);
  t.strictSame(addHistograms([]), []);
});

t.test('property: every infection but those from outside is the offspring of one case', async (t) => {
  const infectors = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(infectors, (draws) => {
      // Each is infected by one of those before; 0 of them by chance is from outside.
      const cases = draws.map((draw, id) =>
        caseOf(id, id * 10, draw % (id + 1) === id ? undefined : draw % (id + 1)),
      );
      const total = offspringOf(cases).reduce((sum, count) => sum + count, 0);
      const histogram = offspringHistogram(cases);
      const share = smallestShare(histogram, 0.8);
      return (
        total === cases.filter(({ infector }) => infector !== undefined).length &&
        summariseOffspring(histogram).infections === total &&
        (total === 0 || (share > 0 && share <= 1))
      );
    }),
  );
  t.pass('held');
});
