import { formatDuration } from '@pod-contagion/notations';
import type { Series } from '@pod-contagion/simulator';
import { ensemblePlot, runPlot } from '@pod-contagion/simulator/plots';
import { bandOf, columnOf, type BandName, type Summary } from '@pod-contagion/simulator/repetitions';
import { MAX_DRAWN_POINTS } from '../limits.ts';
import type { SimulationPlan } from './plan.ts';
import { captionOf, percent } from './texts.ts';

/** What is drawn of podders. */
const CURVES: readonly (readonly [name: BandName, label: string])[] = [
  ['infected', 'infected'],
  ['waiting', 'in back-off'],
  ['ready', 'ready'],
];

/** Room behind the last change of a picture, as a share of the time before it. */
const ROOM_SHARE = 0.05;

/** One run, as SVG: how many podders were infected, in back-off and ready. */
export async function drawRun(plan: SimulationPlan, series: Series): Promise<string> {
  const curves = CURVES.map(([name, label]) => ({ name: label, values: columnOf(series, name) }));
  const shown = shownOf(
    series.atMs,
    curves.map(({ values }) => values),
  );
  return runPlot({
    title: 'One contagion in virtual time',
    caption: `${captionOf(plan)}; ${beginningOf(plan)}`,
    quantity: 'podders',
    atMs: shown.map((index) => series.atMs[index]!),
    curves: curves.map(({ name, values }) => ({ name, values: shown.map((index) => values[index]!) })),
  });
}

/** Many runs, as SVG: how many were alive as time went on, and how many podders were what. */
export async function drawRuns(
  plan: SimulationPlan,
  { runs, alive, share, survival }: Summary,
  all: readonly Series[],
): Promise<string> {
  const { untilMs } = plan;
  const bands = CURVES.map(([name, label]) => ({ label, points: bandOf(all, name) }));
  const { atMs } = all[0]!;
  const columns = bands.flatMap(({ points }) =>
    (['low', 'median', 'high'] as const).map((which) => points.map((point) => point[which])),
  );
  const shown = shownOf(atMs, columns);
  const lastMs = Math.max(atMs[shown.at(-1)!]!, survival.steps.at(-1)?.atMs ?? 0);
  const steps = survival.steps.map(({ atMs: at, value, low, high }) => ({
    atMs: at,
    share: value,
    low,
    high,
  }));
  return ensemblePlot({
    title: `Will it last ${formatDuration(untilMs)}?`,
    caption: `${captionOf(plan)}; ${beginningOf(plan)}; after ${formatDuration(untilMs)} ${alive} of ${runs} runs were alive: ${percent(share.value)} %, ${percent(share.low)} to ${percent(share.high)} % with 95 % confidence (Wilson); the survival curve is that of Kaplan and Meier, with its 95 % interval`,
    untilMs: alive > 0 ? untilMs : Math.min(untilMs, lastMs),
    survival: thinned([{ atMs: 0, share: 1, low: 1, high: 1 }, ...steps]),
    band: `5 to 95 % of ${runs} runs`,
    bands: bands.map(({ label, points }) => ({
      quantity: `podders that are ${label}`,
      points: shown.map((index) => {
        const { median, low, high } = points[index]!;
        return { atMs: atMs[index]!, median, low, high };
      }),
    })),
  });
}

function beginningOf({ outbreak: { sneezes } }: SimulationPlan): string {
  return sneezes === 1 ? 'one sneeze from outside at 0 s' : `${sneezes} sneezes from outside from 0 s on`;
}

/** The places that are drawn: until a little after the last change, and not more of them than a picture can show. */
function shownOf(atMs: ArrayLike<number>, columns: readonly ArrayLike<number>[]): readonly number[] {
  let last = atMs.length - 1;
  while (last > 1 && columns.every((column) => column[last - 1] === column[last])) last--;
  const end = Math.min(atMs.length - 1, Math.ceil(last * (1 + ROOM_SHARE)));
  return thinned(Array.from({ length: end + 1 }, (_, index) => index));
}

/** Every so-manieth, and the last. */
function thinned<T>(points: readonly T[]): readonly T[] {
  const every = Math.ceil(points.length / MAX_DRAWN_POINTS);
  return points.filter((_, index) => index % every === 0 || index === points.length - 1);
}
