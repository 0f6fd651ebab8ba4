export { bands, DEFAULT_QUANTILES } from './bands.ts';
export { cohortReproduction, type Cohort } from './cohort-reproduction.ts';
export { courseOf } from './course-of-model.ts';
export { dispersion, type Dispersion } from './dispersion.ts';
export { DEFAULT_LEVEL, type Estimate, type Interval } from './estimate.ts';
export { extinctionProbability, extinctionProbabilityOfChances } from './extinction.ts';
export {
  generationIntervalsMs,
  stepShares,
  summariseIntervals,
  type GenerationIntervals,
} from './generation-interval.ts';
export { growthRate, type Growth } from './growth.ts';
export { addHistograms, histogramOf, type Histogram } from './histogram.ts';
export {
  instantaneousReproduction,
  type Renewal,
  type RenewalData,
  type RenewalOptions,
} from './instantaneous-reproduction.ts';
export { jackknife } from './jackknife.ts';
export {
  kaplanMeier,
  survivalAt,
  timeUntil,
  type Lifetime,
  type Survival,
  type SurvivalStep,
} from './kaplan-meier.ts';
export { meanOf, type Mean } from './mean.ts';
export {
  offspringHistogram,
  offspringOf,
  smallestShare,
  summariseOffspring,
  type Offspring,
} from './offspring.ts';
export { countPairs, mcnemar, meanDifference, shareDifference, type Pairs } from './paired.ts';
export { quantile } from './quantile.ts';
export { reproductionOfGrowth } from './reproduction-of-growth.ts';
export { addRatios, addRun, NO_RATIO, ratioOf, type RatioSums } from './ratio.ts';
export { posteriorOf, type Gamma, type Posterior, type PosteriorOptions } from './renewal-posterior.ts';
export {
  effectiveReproduction,
  sneezeChances,
  sneezesIn,
  theoryOf,
  type Course,
  type Rung,
  type Theory,
} from './theory.ts';
export {
  countUpTo,
  timedReproduction,
  type TimedInfections,
  type TimedReproduction,
} from './timed-reproduction.ts';
export { wallingaTeunis, type UnlinkedCohort, type UnlinkedData } from './wallinga-teunis.ts';
export { wantsMore, wilson, type Enough } from './wilson.ts';
