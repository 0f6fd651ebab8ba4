import { csv, type Columns } from '@pod-contagion/simulator/formats';
import { written } from './infections-csv.ts';

type Between = Readonly<{ value: number; low: number; high: number }>;

type BinsToWrite = Readonly<{ fromMs: number; binMs: number; counts: ArrayLike<number> }>;

/** What there may be of estimates: one number, and its course. */
export type EstimatesToWrite = Readonly<{
  /** The moment that single numbers are of. */
  atMs: number;
  reproduction: Between | undefined;
  attackRate: number;
  infectionsPerSecond: number;
  windowMs?: readonly [fromMs: number, untilMs: number];
  inWindow?: number;
  series?:
    | Readonly<{
        windowMs: number;
        atMs: ArrayLike<number>;
        value: ArrayLike<number>;
        low: ArrayLike<number>;
        high: ArrayLike<number>;
        infections: ArrayLike<number>;
      }>
    | undefined;
  cohorts?:
    | Readonly<{
        fromMs: number;
        binMs: number;
        cases: ArrayLike<number>;
        value: ArrayLike<number>;
        low: ArrayLike<number>;
        high: ArrayLike<number>;
      }>
    | undefined;
  growth?: Readonly<{ perSecond: Between; reproduction?: Between | undefined }> | undefined;
  incidence?: BinsToWrite | undefined;
  onsets?: BinsToWrite | undefined;
}>;

/** An estimate, what it is of, and between what it lies, 95 %. */
type Line = Readonly<{
  what: string;
  fromMs: number | undefined;
  untilMs: number;
  value: number | undefined;
  low?: number;
  high?: number;
  infections?: number;
}>;

const COLUMNS: Columns<Line> = [
  ['estimate', ({ what }) => what],
  ['from', ({ fromMs }) => written(fromMs)],
  ['until', ({ untilMs }) => written(untilMs)],
  ['value', ({ value }) => value],
  ['low', ({ low }) => low],
  ['high', ({ high }) => high],
  ['infections', ({ infections }) => infections],
];

/** Estimates, a line each: what, of which window, the value, its interval, and of how many infections. */
export function estimatesCsv(estimates: EstimatesToWrite): Generator<string, void, undefined> {
  return csv(COLUMNS, linesOf(estimates));
}

function* linesOf(of: EstimatesToWrite): Generator<Line, void, undefined> {
  const [fromMs, untilMs = of.atMs] = of.windowMs ?? [];
  const window = { fromMs, untilMs, ...(of.inWindow === undefined ? {} : { infections: of.inWindow }) };
  yield { what: 'reproduction', ...window, ...(of.reproduction ?? { value: undefined }) };
  if (of.growth !== undefined) yield { what: 'growth_per_second', ...window, ...of.growth.perSecond };
  if (of.growth?.reproduction !== undefined) {
    yield { what: 'reproduction_by_growth', ...window, ...of.growth.reproduction };
  }
  yield { what: 'infections_per_second', ...window, value: of.infectionsPerSecond };
  yield { what: 'attack_rate', fromMs: undefined, untilMs: of.atMs, value: of.attackRate };
  const { series, cohorts } = of;
  for (let place = 0; place < (series?.atMs.length ?? 0); place++) {
    const at = series!.atMs[place]!;
    yield {
      what: 'reproduction_over_time',
      fromMs: at - series!.windowMs,
      untilMs: at,
      value: series!.value[place],
      low: series!.low[place]!,
      high: series!.high[place]!,
      infections: series!.infections[place]!,
    };
  }
  for (let bin = 0; bin < (cohorts?.value.length ?? 0); bin++) {
    yield {
      what: 'reproduction_of_cohort',
      ...binOf(cohorts!, bin),
      value: cohorts!.value[bin],
      low: cohorts!.low[bin]!,
      high: cohorts!.high[bin]!,
      infections: cohorts!.cases[bin]!,
    };
  }
  for (const [what, bins] of [['incidence', of.incidence] as const, ['symptom_onsets', of.onsets] as const]) {
    for (let bin = 0; bin < (bins?.counts.length ?? 0); bin++) {
      yield { what, ...binOf(bins!, bin), value: bins!.counts[bin] };
    }
  }
}

function binOf(
  { fromMs, binMs }: Readonly<{ fromMs: number; binMs: number }>,
  bin: number,
): Readonly<{ fromMs: number; untilMs: number }> {
  return { fromMs: fromMs + bin * binMs, untilMs: fromMs + (bin + 1) * binMs };
}
