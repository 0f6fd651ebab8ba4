import {
  countUpTo,
  growthRate,
  instantaneousReproduction,
  reproductionOfGrowth,
  timedReproduction,
} from '@pod-contagion/simulator/statistics';
import type { CaseColumns } from './case-columns.ts';
import { cohortsOf, isUnlinked, unlinkedCohorts } from './cohorts.ts';
import { LEAST_CASES, type Between, type Estimates, type Growing, type Incidence } from './estimates.ts';
import { intervalsOf, sharesInBins, type Intervals } from './generation-intervals.ts';
import { binOf, incidenceOf } from './incidence.ts';
import { niceDurationMs } from './nice-duration.ts';
import { reproductionSeries } from './reproduction-series.ts';
import { selectCases, type Selection } from './selection.ts';
import { standingAt, type Standing } from './standing.ts';
import { clockTime, timeSpan } from '../state/words.ts';
import { wordOf } from './word.ts';

/** What is asked, and what of the model besides infections it takes. Times are ms since 1970. */
export type EstimateRequest = Readonly<{
  nowMs: number;
  /** Place of a strain; undefined for all. */
  strain: number | undefined;
  /** The window that is chosen; undefined for the one that ends now. */
  brush: readonly [fromMs: number, untilMs: number] | undefined;
  /** The moment that is looked at, where it is not now. */
  cursorMs: number | undefined;
  /** Whether an infection is known only once its container has ended. */
  isWatchOnly: boolean;
  /** Pods that ever were at risk, up to the moment that is looked at. */
  pods: number;
  /** How many pods are infected at that moment. */
  infected: number;
  /** How many infections there were before those that are kept, and the highest generation that ever was. */
  forgotten: number;
  generations: number;
}>;

/** What is taken where no generation interval is known yet, and the shortest there is, in ms. */
const USUAL_WINDOW_MS = 20_000;
const LEAST_WINDOW_MS = 1_000;
const USUAL_INCUBATION_MS = 10_000;

/** Steps of a window in which growth is measured. */
const GROWTH_STEPS = 8;

/** More cohorts than this are no dots any more. */
const MOST_COHORTS = 60;

/** How long after the last end a sneeze may still be under way. */
const FLIGHT_MS = 1_000;

/** All that is estimated of an epidemic, from its infections alone. */
export function estimate(columns: CaseColumns, request: EstimateRequest): Omit<Estimates, 'tookMs'> {
  const { nowMs, isWatchOnly, brush, cursorMs, strain } = request;
  const isCut = request.forgotten > 0;
  const selection = selectCases(columns, strain, isCut);
  const standing = standingAt(columns, selection, cursorMs ?? Infinity);
  const { atMs, longestLifeMs } = selection;
  const completeUntilMs = isWatchOnly ? nowMs - longestLifeMs : Infinity;
  // Where containers tell only when they end, a child is known a life after its infector at the latest.
  const settledUntilMs = isWatchOnly ? nowMs - 2 * longestLifeMs : Infinity;
  const intervals = intervalsOf(columns, selection, settledUntilMs);
  const meanMs = intervals.all?.meanMs;
  const tauMs = meanMs === undefined ? USUAL_WINDOW_MS : Math.max(LEAST_WINDOW_MS, 2 * meanMs);
  const endMs = Math.min(cursorMs ?? nowMs, completeUntilMs);
  const windowMs =
    brush === undefined ? span(endMs - tauMs, endMs) : span(brush[0], Math.min(brush[1], endMs));
  const spanMs = nowMs - (atMs[0] ?? nowMs);
  const incubationMs = Number.isNaN(selection.incubationMs) ? USUAL_INCUBATION_MS : selection.incubationMs;
  const binMs = binOf(incubationMs, spanMs);
  const incidence = incidenceOf(atMs, nowMs, binMs);
  const cohortBinMs = niceDurationMs(Math.max(2 * binMs, tauMs / 2, spanMs / MOST_COHORTS));
  const cohortBins = incidenceOf(atMs, nowMs, cohortBinMs);
  const data = { atMs, localAtMs: selection.localAtMs, intervalsMs: intervals.sortedMs };
  const present = timedReproduction(data, ...windowMs);
  const isKnown = meanMs !== undefined && present.infections >= LEAST_CASES;
  const reproduction = isKnown ? present.reproduction : undefined;
  const isOver = isExtinct(standing, longestLifeMs, request);
  // Of the forgotten nobody knows the strain, nor how many there were before a moment among them.
  const isCounted = strain === undefined && !(cursorMs !== undefined && cursorMs < (atMs[0] ?? Infinity));
  const forgotten = isCounted ? request.forgotten : 0;
  const isNow = strain === undefined && cursorMs === undefined;
  return {
    atMs: cursorMs ?? nowMs,
    reproduction,
    reproductionInBins: isKnown ? inBins(incidence, selection, intervals, windowMs) : undefined,
    word: wordOf(isOver, reproduction),
    infectionsPerSecond: between(atMs, windowMs) / Math.max(1e-3, (windowMs[1] - windowMs[0]) / 1_000),
    attackRate: request.pods === 0 ? 0 : Math.min(1, standing.pods / request.pods),
    isCut,
    infections: forgotten + standing.infections,
    isLeast: isCut && !isCounted,
    generations: Math.max(standing.generations, isNow ? request.generations : 0),
    windowMs,
    when: windowText(windowMs, brush === undefined && endMs === nowMs),
    inWindow: present.infections,
    completeUntilMs,
    settledUntilMs,
    imports: selection.imports,
    unlinked: selection.unlinked,
    interval: intervals.all,
    growth: growthOf(atMs, windowMs, intervals),
    series: reproductionSeries(selection, intervals, tauMs, Math.min(nowMs, completeUntilMs), isCut),
    forgotten: strain === undefined ? request.forgotten : 0,
    incidence,
    onsets: incidenceOf(selection.illAtMs, nowMs, binMs),
    cohorts:
      cohortBins === undefined
        ? undefined
        : isUnlinked(selection)
          ? unlinkedCohorts(cohortBins, intervals, Math.min(nowMs, completeUntilMs))
          : cohortsOf(columns, selection, cohortBins, settledUntilMs),
    extinctSinceMs: isOver ? standing.lastEndMs : undefined,
  };
}

/** Cori's estimate of the bins that the window covers, with those of others taken as from outside where they were. */
function inBins(
  incidence: Incidence | undefined,
  { localAtMs }: Selection,
  intervals: Intervals,
  [windowFromMs, windowUntilMs]: readonly [number, number],
): Between | undefined {
  if (incidence === undefined) return undefined;
  const { fromMs, binMs, counts } = incidence;
  const windowSteps = Math.max(1, Math.round((windowUntilMs - windowFromMs) / binMs));
  // What has begun only is not counted yet.
  const bins = Math.floor((windowUntilMs - fromMs) / binMs);
  const first = Math.max(0, bins - windowSteps - sharesInBins(intervals, binMs).length);
  const infections = counts.subarray(first, bins);
  const imported = Float64Array.from(infections, (count, bin) => {
    const binFromMs = fromMs + (first + bin) * binMs;
    return count - between(localAtMs, [binFromMs - 1e-3, binFromMs + binMs - 1e-3]);
  });
  const stepShares = sharesInBins(intervals, binMs);
  return instantaneousReproduction({ infections, imported, stepShares }, { windowSteps }).at(-1)
    ?.reproduction;
}

/** Whether it was over at the moment that is looked at: nobody is infected, and where that shows late, for as long as anybody ever was. */
function isExtinct(
  { endLater, open, lastEndMs }: Standing,
  longestLifeMs: number,
  { nowMs, cursorMs, infected, isWatchOnly }: EstimateRequest,
): boolean {
  if (lastEndMs === -Infinity || endLater > 0) return false;
  if (open > 0 && infected > 0) return false;
  // Whoever looks back knows what showed late.
  const isKnown = !isWatchOnly || nowMs - lastEndMs > longestLifeMs;
  return isKnown && (cursorMs ?? nowMs) - lastEndMs > FLIGHT_MS;
}

/** Never less than nothing: a brush may lie where nothing is known yet. */
function span(fromMs: number, untilMs: number): readonly [number, number] {
  return [Math.min(fromMs, untilMs), untilMs];
}

/** Told here, as the page is not to wait for what makes words before it draws. */
function windowText([fromMs, untilMs]: readonly [number, number], isLast: boolean): string {
  if (isLast) return `in the last ${timeSpan(untilMs - fromMs)}`;
  return `from ${clockTime(fromMs)} to ${clockTime(untilMs)}`;
}

function between(atMs: Float64Array, [fromMs, untilMs]: readonly [number, number]): number {
  return countUpTo(atMs, untilMs) - countUpTo(atMs, fromMs);
}

function growthOf(
  atMs: Float64Array,
  [fromMs, untilMs]: readonly [number, number],
  { sortedMs }: Intervals,
): Growing | undefined {
  const stepMs = (untilMs - fromMs) / GROWTH_STEPS;
  if (between(atMs, [fromMs, untilMs]) < LEAST_CASES) return undefined;
  const counts = Array.from({ length: GROWTH_STEPS }, (_, step) =>
    between(atMs, [fromMs + step * stepMs, fromMs + (step + 1) * stepMs]),
  );
  const growth = growthRate(counts, stepMs / 1_000);
  if (growth === undefined) return undefined;
  const { perSecond, doublingSeconds } = growth;
  return { perSecond, doublingSeconds, reproduction: reproductionOfGrowth(perSecond, sortedMs) };
}
