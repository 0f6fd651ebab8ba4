import fc from 'fast-check';
import t from 'tap';
import { kubeletRules } from '@pod-contagion/lifecycle';
import { Engine } from '../../src/engine/engine.ts';
import * as COUNT from '../../src/engine/count.ts';
import { courseOf } from '../../src/statistics/course-of-model.ts';
import {
  effectiveReproduction,
  sneezeChances,
  sneezesIn,
  theoryOf,
  type Course,
} from '../../src/statistics/theory.ts';
import { INSTANT, ORIGINAL } from '../engine/models.ts';
import { isClose, rounded } from './close.ts';

/** The original manifest on a machine that takes no time. */
const COURSE: Course = {
  pods: 50,
  immune: 0,
  symptomDelayMs: 10_000,
  healthDelayMs: 0,
  periodMs: 1_000,
  failureThreshold: 3,
  sneezeIntervalMs: 600,
  killMs: 0,
  backoffMs: { initial: 10_000, max: 300_000 },
};

t.test('the original manifest, by hand', async (t) => {
  const theory = theoryOf(COURSE);
  // 0.5 + 2 x 1 s; sneezes at 0, 600 ... 2,400.
  t.equal(theory.symptomaticMs, 2_500);
  t.equal(theory.sneezes, 5);
  // Symptomatic for 2 to 3 s: four sneezes up to 2.4 s, five after it.
  t.strictSame(sneezeChances(COURSE), [0, 0, 0, 0, 0.4, 0.6]);
  t.ok(isClose(theory.meanSneezes, 4.6));
  t.ok(isClose(theory.reproduction, 4.6 * 0.98));
  t.ok(isClose(theory.generationMs, 10_000 + 1.8 * 600));
  t.ok(isClose(theory.growthPerSecond, Math.log(4.508) / 11.08));
  t.ok(isClose(theory.doublingSeconds, (11.08 * Math.LN2) / Math.log(4.508)));
  // 11.25 s x (ln 50 / ln 4.6 + 0.75) = 11.25 x (3.91202 / 1.52606 + 0.75).
  t.equal(rounded(theory.waveMs / 1_000, 2), 37.28);
  t.strictSame(theory.lastRung, { number: 3, waitMs: 40_000 });
});

t.test('a wave that outlasts every back-off may stay', async (t) => {
  t.equal(theoryOf({ ...COURSE, symptomDelayMs: 120_000 }).lastRung, undefined);
  t.equal(theoryOf({ ...COURSE, backoffMs: undefined }).lastRung, undefined);
  // 91.25 s x 3.3135 = 302.4 s, and 89.25 x 3.3135 = 295.7 s, which the last rung of 300 s outlasts.
  t.equal(theoryOf({ ...COURSE, symptomDelayMs: 90_000 }).lastRung, undefined);
  t.strictSame(theoryOf({ ...COURSE, symptomDelayMs: 88_000 }).lastRung, { number: 6, waitMs: 300_000 });
});

t.test('one sneeze only: nothing grows, and no wave ends', async (t) => {
  const theory = theoryOf({ ...COURSE, sneezeIntervalMs: 60_000 });
  t.equal(theory.meanSneezes, 1);
  t.equal(theory.waveMs, Infinity);
  t.ok(theory.growthPerSecond < 0 && theory.doublingSeconds < 0);
});

t.test('a sneeze that would come at the end does not leave', async (t) => {
  t.equal(sneezesIn(3_000, 600), 5);
  t.equal(sneezesIn(3_001, 600), 6);
  t.equal(sneezesIn(0, 600), 1);
});

t.test('R_eff is of the listed endpoints', async (t) => {
  t.equal(effectiveReproduction(5, 20, 40), 2.5);
  t.equal(effectiveReproduction(5, 0, 0), 0);
});

t.test('property: chances of sneezes add up to 1, and their mean lies between least and most', async (t) => {
  const times = fc.integer({ min: 1, max: 20_000 });
  fc.assert(
    fc.property(times, times, times, fc.integer({ min: 1, max: 6 }), fc.nat(3_000), (...draws) => {
      const [periodMs, sneezeIntervalMs, healthDelayMs, failureThreshold, killMs] = draws;
      const course = { ...COURSE, periodMs, sneezeIntervalMs, healthDelayMs, failureThreshold, killMs };
      const chances = sneezeChances(course);
      const { meanSneezes, symptomaticMs } = theoryOf(course);
      const [least, most] = [symptomaticMs - periodMs / 2, symptomaticMs + periodMs / 2];
      return (
        Math.abs(chances.reduce((sum, chance) => sum + chance, 0) - 1) < 1e-9 &&
        meanSneezes >= sneezesIn(least, sneezeIntervalMs) - 1e-9 &&
        meanSneezes <= sneezesIn(most, sneezeIntervalMs) + 1e-9
      );
    }),
  );
  t.pass('held');
});

t.test('what theory reads from a model', async (t) => {
  t.strictSame(courseOf({ ...ORIGINAL, machine: INSTANT }), COURSE);
  t.equal(courseOf(ORIGINAL).killMs, 750);
  t.equal(courseOf({ ...ORIGINAL, death: 'replace' }).backoffMs, undefined);
  const all = kubeletRules('1.36', { restartAllContainers: true });
  t.equal(courseOf({ ...ORIGINAL, rules: all }).backoffMs, undefined);
  t.strictSame(courseOf({ ...ORIGINAL, rules: kubeletRules('1.36', { maxBackoffMs: 1_000 }) }).backoffMs, {
    initial: 1_000,
    max: 1_000,
  });
});

t.test('the simulator sneezes as often as theory says', async (t) => {
  const model = { ...ORIGINAL, pods: 1, machine: { ...INSTANT, probeSpread: 1 } };
  const engine = new Engine(model);
  const runs = 4_000;
  const seen = [0, 0, 0, 0, 0, 0];
  for (let seed = 0; seed < runs; seed++) {
    engine.reset(seed);
    engine.introduce();
    engine.run(20_000);
    // But for the one from outside.
    seen[engine.counts[COUNT.sneezes]! - 1]!++;
  }
  for (const [sneezes, chance] of sneezeChances(courseOf(model)).entries()) {
    const deviation = Math.sqrt(runs * chance * (1 - chance));
    const got = seen[sneezes]!;
    t.ok(
      Math.abs(got - runs * chance) <= 4 * deviation,
      `${sneezes}: ${got} of ${runs}, not ${runs * chance}`,
    );
  }
});

t.test('whom nothing infects takes sneezes away', async (t) => {
  const { reproduction, meanSneezes } = theoryOf({ ...COURSE, immune: 50 });
  t.equal(reproduction, (meanSneezes * 49) / 100);
});
