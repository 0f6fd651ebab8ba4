import type { Model } from '../engine/model.ts';
import type { Outbreak } from '../engine/outbreak.ts';
import { courseOf } from '../statistics/course-of-model.ts';
import type { Estimate } from '../statistics/estimate.ts';
import { extinctionProbabilityOfChances } from '../statistics/extinction.ts';
import { growthRate } from '../statistics/growth.ts';
import type { Histogram } from '../statistics/histogram.ts';
import { jackknife } from '../statistics/jackknife.ts';
import { kaplanMeier, timeUntil, type Survival } from '../statistics/kaplan-meier.ts';
import { summariseOffspring, type Offspring } from '../statistics/offspring.ts';
import { quantile } from '../statistics/quantile.ts';
import { ratioOf } from '../statistics/ratio.ts';
import { sneezeChances, theoryOf, type Theory } from '../statistics/theory.ts';
import { wilson } from '../statistics/wilson.ts';
import { survivalOf, type Survival as SurvivalOfRuns } from '../stories/survival.ts';
import { instantaneousOf, type InstantaneousSummary } from './instantaneous.ts';
import type { Tally } from './tally.ts';
import type { ToldRun } from './told-run.ts';
import { BINS_OF_A_WAVE, cohortFromMs, wavesOf, type Waves } from './waves.ts';

/** What nine of ten runs lie between, and the one in the middle. */
export type Spread = Readonly<{ median: number; low: number; high: number }>;

/** Those who were exposed in one window, and how many each of them infected, of all runs together. */
export type CohortSummary = Readonly<{
  fromMs: number;
  toMs: number;
  cases: number;
  /** How many of them could still infect others when their run ended: where they are many, the mean is too low. */
  unfinished: number;
  offspring: Estimate;
}>;

/** What many runs of one model came to. Intervals are of 95 %, and of runs: what happens within one hangs together. */
export type Summary = SurvivalOfRuns &
  Readonly<{
    /** Kaplan and Meier's estimate: runs that were alive at the end are censored there. */
    survival: Survival;
    /** The first time at which a quarter, a half and three quarters are over; Infinity where that is not seen. */
    overMs: readonly [quarter: Estimate, half: Estimate, threeQuarters: Estimate];
    /** The share that was over before there were as many cases. */
    early: Readonly<{ cases: number; share: Estimate }>;
    infections: Spread;
    restarts: Spread;
    mostRestarts: Spread;
    generations: Spread;
    peakSymptomatic: Spread;
    reproduction: readonly CohortSummary[];
    /** Of cases that were over. */
    offspring: Offspring & Readonly<{ interval: Estimate }>;
    /** The same as it looks at one time: how many each would infect if all stayed as it is. */
    instantaneous: readonly InstantaneousSummary[];
    generationIntervalMs: Estimate &
      Readonly<{
        count: number;
        standardDeviation: number;
        /** How many lie in [0, binMs), [binMs, 2 x binMs) ... */
        binMs: number;
        histogram: Histogram;
      }>;
    /** How many of the first waves growth is of, each as long as theory says that a generation takes; in 1/s. NaN where there is none. */
    growth: Readonly<{ waves: number; perSecond: Estimate }>;
    /** What is to be expected: of it all, and the share of runs that is over early. */
    theory: Theory & Readonly<{ early: number }>;
  }>;

/** What is summed up of a run. */
export type SummedRun = Omit<ToldRun, 'restartsOfPods'>;

/** A contagion of as many cases is large; of fewer podders, half of them are. */
const LARGE_CASES = 100;

/** Sums up runs, at least one. */
export function summarise(
  { model, outbreak, untilMs }: Readonly<{ model: Model; outbreak: Outbreak; untilMs: number }>,
  runs: readonly SummedRun[],
  tally: Tally,
): Summary {
  const extinct = runs.filter(({ extinctAtMs }) => extinctAtMs !== undefined);
  const survival = kaplanMeier(
    runs.map(({ extinctAtMs }) => ({
      untilMs: extinctAtMs ?? untilMs,
      isExtinct: extinctAtMs !== undefined,
    })),
  );
  const cases = Math.min(LARGE_CASES, Math.ceil(model.pods / 2));
  const early = extinct.filter(({ infections }) => infections < cases).length;
  const spread = (of: SpreadName): Spread => spreadOf(runs.map((run) => run[of]));
  const waves = wavesOf(model, outbreak.sneezes);
  return {
    ...survivalOf(runs),
    survival,
    overMs: [
      timeUntil(survival.steps, 0.75),
      timeUntil(survival.steps, 0.5),
      timeUntil(survival.steps, 0.25),
    ],
    early: { cases, share: wilson(early, runs.length) },
    infections: spread('infections'),
    restarts: spread('restarts'),
    mostRestarts: spread('mostRestarts'),
    generations: spread('generations'),
    peakSymptomatic: spread('peakSymptomatic'),
    reproduction: cohortsOf(tally, waves, untilMs),
    offspring: { ...summariseOffspring(tally.offspring), interval: ratioOf(tally.offspringOfCases) },
    instantaneous: instantaneousOf(tally, waves, untilMs),
    generationIntervalMs: intervalOf(tally, waves),
    growth: { waves: waves.growing, perSecond: growthOf(tally, waves) },
    theory: theoryFor(model, outbreak),
  };
}

type SpreadName = 'infections' | 'restarts' | 'mostRestarts' | 'generations' | 'peakSymptomatic';

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.05), high: quantile(sorted, 0.95) };
}

function cohortsOf(tally: Tally, waves: Waves, untilMs: number): readonly CohortSummary[] {
  return tally.cohorts.flatMap((sums, cohort) =>
    sums.under === 0
      ? []
      : [
          {
            fromMs: cohortFromMs(waves, cohort),
            toMs: Math.min(cohortFromMs(waves, cohort + 1), untilMs),
            cases: sums.under,
            unfinished: tally.unfinished[cohort] ?? 0,
            offspring: ratioOf(sums),
          },
        ],
  );
}

function intervalOf(
  { intervalsMs, intervalsSquared, intervalBins }: Tally,
  { waveMs }: Waves,
): Summary['generationIntervalMs'] {
  const { over, under } = intervalsMs;
  const squares = Math.max(0, intervalsSquared - (over * over) / under);
  return {
    ...ratioOf(intervalsMs),
    count: under,
    standardDeviation: Math.sqrt(squares / (under - 1)),
    binMs: waveMs / BINS_OF_A_WAVE,
    histogram: intervalBins,
  };
}

function growthOf({ growth }: Tally, { waveMs }: Waves): Estimate {
  const groups = growth.filter((counts) => counts.length > 0);
  return jackknife(groups, (counts) => growthRate(counts, waveMs / 1_000)?.perSecond.value ?? NaN);
}

function theoryFor(model: Model, { sneezes, strains = 1 }: Outbreak): Summary['theory'] {
  const course = courseOf(model);
  const listed = course.pods + course.immune;
  // A sneeze infects whoever it meets, but the sneezer and the immune; each from outside is a contagion of its own.
  const ofOne = extinctionProbabilityOfChances((course.pods - 1) / listed, sneezeChances(course));
  const each = 1 - (course.pods / listed) * (1 - ofOne);
  return { ...theoryOf(course), early: each ** (sneezes * strains) };
}
