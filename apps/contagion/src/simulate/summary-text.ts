import { formatDuration } from '@pod-contagion/notations';
import type { Estimate } from '@pod-contagion/simulator';
import type {
  CohortSummary,
  InstantaneousSummary,
  Spread,
  Summary,
} from '@pod-contagion/simulator/repetitions';
import { percent } from './texts.ts';

type Row = readonly [name: string, value: string, range: string, theory?: string];
type TextOf = (value: number) => string;

/** How many of the first cohorts are shown, and of the last: the others are in the file of --summary. */
const FIRST_COHORTS = 3;
const LAST_COHORTS = 1;

/** What many runs came to besides how many were alive, with the theory beside it. */
export function summaryText(summary: Summary, untilMs: number): string {
  const { early, offspring, generationIntervalMs, growth, theory } = summary;
  const { value, low, high } = growth.perSecond;
  const rows: readonly Row[] = [
    ['', 'median', '5 to 95 % of runs'],
    spreadRow('cases', summary.infections),
    spreadRow('generations', summary.generations),
    spreadRow('restarts', summary.restarts),
    spreadRow('  most of one podder', summary.mostRestarts),
    ['', 'mean', '95 % interval', 'theory'],
    [
      `over before ${early.cases} cases`,
      `${percent(early.share.value)} %`,
      `${percent(early.share.low)} to ${percent(early.share.high)} %`,
      `${percent(theory.early)} %`,
    ],
    overRow('a quarter over after', summary.overMs[0], untilMs),
    overRow('half', summary.overMs[1], untilMs, waveText(summary)),
    overRow('three quarters', summary.overMs[2], untilMs),
    ...cohortRows(summary.reproduction, theory.reproduction),
    ...instantaneousRows(summary.instantaneous),
    estimateRow('offspring of a case', { ...offspring.interval }, short),
    [
      '  dispersion k',
      short(offspring.dispersion.byLikelihood.value),
      rangeText(offspring.dispersion.byLikelihood, short),
    ],
    [
      '  most infectious that cause 80 %',
      Number.isNaN(offspring.shareOf80Percent) ? '-' : `${percent(offspring.shareOf80Percent)} %`,
      '',
    ],
    estimateRow('generation interval', generationIntervalMs, seconds, seconds(theory.generationMs)),
    estimateRow('growth at first, a second', growth.perSecond, short, short(theory.growthPerSecond)),
    [
      '  doubling time',
      seconds(doublingMs(value)),
      rangeText({ low: doublingMs(high), high: doublingMs(low) }, seconds),
      seconds(1_000 * theory.doublingSeconds),
    ],
  ];
  return tableText(rows);
}

function spreadRow(name: string, { median, low, high }: Spread): Row {
  return [name, whole(median), `${whole(low)} to ${whole(high)}`];
}

function estimateRow(name: string, estimate: Estimate, textOf: TextOf, theory?: string): Row {
  return [name, textOf(estimate.value), rangeText(estimate, textOf), theory ?? ''];
}

function overRow(name: string, { value, low, high }: Estimate, untilMs: number, theory = ''): Row {
  const textOf = (atMs: number): string => (atMs === Infinity ? 'later' : formatDuration(atMs));
  if (value === Infinity) return [name, `not in ${formatDuration(untilMs)}`, '', theory];
  return [name, textOf(value), `${textOf(low)} to ${textOf(high)}`, theory];
}

/** Which back-off ends it, where theory knows one. */
function waveText({ theory: { waveMs, lastRung } }: Summary): string {
  const wave = `a wave takes ${formatDuration(waveMs)}`;
  return lastRung === undefined
    ? 'no back-off outlasts a wave'
    : `${wave}, a back-off of ${lastRung.waitMs / 1_000} s outlasts it`;
}

function cohortRows(cohorts: readonly CohortSummary[], theory: number): readonly Row[] {
  const shown = cohorts.filter((_, index) => index < FIRST_COHORTS || index >= cohorts.length - LAST_COHORTS);
  return shown.map(({ fromMs, toMs, offspring, unfinished }, index) => [
    index === 0
      ? `R of those infected before ${formatDuration(toMs)}`
      : `  ${formatDuration(fromMs)} to ${formatDuration(toMs)}`,
    short(offspring.value),
    rangeText(offspring, short),
    index === 0 ? short(theory) : unfinished > 0 ? `${unfinished} were not over` : '',
  ]);
}

/** The first and the last window: the others are in the file of --summary. */
function instantaneousRows(windows: readonly InstantaneousSummary[]): readonly Row[] {
  const shown = windows.filter((_, index) => index === 0 || index === windows.length - 1);
  return shown.map(({ fromMs, toMs, reproduction }, index) => [
    `${index === 0 ? 'R at that time, ' : '  '}${formatDuration(fromMs)} to ${formatDuration(toMs)}`,
    short(reproduction.value),
    rangeText(reproduction, short),
  ]);
}

function doublingMs(perSecond: number): number {
  return perSecond > 0 ? (1_000 * Math.LN2) / perSecond : NaN;
}

function rangeText({ low, high }: Pick<Estimate, 'low' | 'high'>, textOf: TextOf): string {
  return Number.isFinite(low) && (Number.isFinite(high) || textOf === short)
    ? `${textOf(low)} to ${textOf(high)}`
    : '-';
}

function whole(value: number): string {
  return String(Math.round(value));
}

/** Three digits, which are more than there is to know of most. */
function short(value: number): string {
  if (Number.isNaN(value)) return '-';
  if (!Number.isFinite(value)) return 'infinite';
  return String(Number(value.toPrecision(3)));
}

/** One digit more, as intervals of time are known well. */
function seconds(ms: number): string {
  return Number.isFinite(ms) ? `${Number((ms / 1_000).toPrecision(4))} s` : '-';
}

/** Names at the left, numbers at the right of their columns. */
function tableText(rows: readonly Row[]): string {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [names, values, ranges] = [width(0), width(1), width(2)];
  return rows
    .map(([name, value, range, theory = '']) =>
      `${name.padEnd(names)}  ${value.padStart(values)}  ${range.padEnd(ranges)}  ${theory}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
