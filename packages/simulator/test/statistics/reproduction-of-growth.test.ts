import t from 'tap';
import { growthRate } from '../../src/statistics/growth.ts';
import { reproductionOfGrowth } from '../../src/statistics/reproduction-of-growth.ts';
import { isClose } from './close.ts';

const sure = (value: number) => ({ value, low: value, high: value });

t.test('by hand: intervals of 1 s and 2 s, at a rate of ln 2', async (t) => {
  // The mean of 1/2 and 1/4 is 3/8.
  const got = reproductionOfGrowth(sure(Math.LN2), [1_000, 2_000])!;
  t.ok(isClose(got.value, 8 / 3));
  // And while it halves, that of 2 and 4 is 3.
  t.ok(isClose(reproductionOfGrowth(sure(-Math.LN2), [1_000, 2_000])!.value, 1 / 3));
});

t.test('no growth is one each, whatever the intervals; without any there is none', async (t) => {
  t.equal(reproductionOfGrowth(sure(0), [3, 1_500, 80_000])!.value, 1);
  t.equal(reproductionOfGrowth(sure(1), []), undefined);
});

t.test('the interval is that of the growth rate', async (t) => {
  const got = reproductionOfGrowth({ value: 0.1, low: 0.05, high: 0.2 }, [10_000])!;
  t.ok(isClose(got.low, Math.exp(0.5)) && isClose(got.value, Math.E) && isClose(got.high, Math.exp(2)));
});

t.test('intervals of a gamma distribution: (1 + r mean / shape) ^ shape', async (t) => {
  // Shape 4, mean 8 s, as sums of four exponentials at evenly spread probabilities.
  const random = randomOf(5);
  const intervalsMs = Array.from({ length: 40_000 }, () => {
    const product = random() * random() * random() * random();
    return -2_000 * Math.log(product);
  });
  const wanted = (1 + (0.06 * 8) / 4) ** 4;
  const got = reproductionOfGrowth(sure(0.06), intervalsMs)!.value;
  t.ok(Math.abs(got / wanted - 1) < 0.01, `${got} beside ${wanted}`);
});

t.test('a contagion that grows by itself: its R from nothing but counts and intervals', async (t) => {
  // Each infects a Poisson number of mean 1.8, each after 3 s to 7 s, evenly: R is known, r is not put in.
  const random = randomOf(11);
  const poisson = (mean: number): number => {
    let count = -1;
    for (let left = 1; left > Math.exp(-mean); left *= random()) count++;
    return count;
  };
  const times = Array.from({ length: 20 }, () => 5 * random());
  const intervalsMs: number[] = [];
  for (let place = 0; place < times.length; place++) {
    for (let child = poisson(1.8); child > 0; child--) {
      const interval = 3 + 4 * random();
      if (times[place]! + interval > 50) continue;
      // Of those whose children are all there: of others the long intervals are cut off.
      if (times[place]! <= 43) intervalsMs.push(1_000 * interval);
      times.push(times[place]! + interval);
    }
  }
  const counts = Array.from(
    { length: 25 },
    (_, second) => times.filter((at) => Math.floor(at) === 25 + second).length,
  );
  const growth = growthRate(counts, 1)!;
  // r solves R = 1 / M(-r) for intervals from 3 s to 7 s: M is (e^-3r - e^-7r) / 4r.
  const moment = (rate: number): number => (Math.exp(-3 * rate) - Math.exp(-7 * rate)) / (4 * rate);
  let [low, high] = [1e-6, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (1 / moment(middle) < 1.8) low = middle;
    else high = middle;
  }
  t.ok(Math.abs(growth.perSecond.value / low - 1) < 0.05, `${growth.perSecond.value} a second beside ${low}`);
  const got = reproductionOfGrowth(growth.perSecond, intervalsMs)!;
  t.ok(Math.abs(got.value - 1.8) < 0.05, `R ${got.value}`);
  t.ok(got.low < got.value && got.value < got.high);
});

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
