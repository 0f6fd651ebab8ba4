import type { Series } from '@pod-contagion/simulator';
import { jsonLines, seriesBandsCsv } from '@pod-contagion/simulator/formats';
import {
  addTallies,
  bandsOfSeries,
  NO_TALLY,
  summarise,
  tellRuns,
  type SummedRun,
  type Summary,
  type Tally,
  type ToldRun,
} from '@pod-contagion/simulator/repetitions';
import { createProgressLine } from '../terminal/progress-line.ts';
import { untilAborted } from '../turns/until-aborted.ts';
import type { Many, SimulationPlan } from './plan.ts';
import { createRunsProgress } from './progress.ts';
import type { SimulationSurroundings } from './run-simulation.ts';
import { summaryText } from './summary-text.ts';
import { createTeller } from './teller.ts';
import { survivalText, percent } from './texts.ts';

/** Runs many, and writes what is asked for; says whether it came to its end. */
export async function runMany(
  plan: SimulationPlan,
  what: Many,
  surroundings: SimulationSurroundings,
): Promise<boolean> {
  const { untilMs, outputs, json } = plan;
  const { write, note } = surroundings;
  const told = await tellAll(plan, what, surroundings);
  if (told === undefined) return false;
  const summary = summarise(plan, told.runs, told.tally);
  if (!json) write(`${survivalText(summary, untilMs)}${summaryText(summary, untilMs)}`);
  const half = (summary.share.high - summary.share.low) / 2;
  if (what.halfWidth !== undefined && half > what.halfWidth) {
    note(
      `the share is known to ${percent(half)} % more or less, not to ${percent(what.halfWidth)} %: --runs allows no more than ${summary.runs} runs`,
    );
  }
  await outputs.summary?.write([
    `${JSON.stringify({ ...summary, survival: columnsOf(summary) }, nullWhereNone)}\n`,
  ]);
  if (outputs.series !== undefined) {
    const bands = bandsOfSeries(told.series);
    await outputs.series.file.write(
      outputs.series.ending === '.csv' ? seriesBandsCsv(bands) : jsonLines(bands),
    );
  }
  if (outputs.plot !== undefined) {
    const { drawRuns } = await import('./draw.ts');
    await outputs.plot.write([await drawRuns(plan, summary, told.series)]);
  }
  return true;
}

type Told = Readonly<{ runs: readonly SummedRun[]; tally: Tally; series: readonly Series[] }>;

async function tellAll(
  plan: SimulationPlan,
  { maxRuns, halfWidth, threads, runsOfRange }: Many,
  { write, progress, signal }: SimulationSurroundings,
): Promise<Told | undefined> {
  const { model, outbreak, untilMs, seed, stepMs, json } = plan;
  const line = createProgressLine(progress);
  const tell = createRunsProgress(line, maxRuns, halfWidth !== undefined);
  const runs: SummedRun[] = [];
  const series: Series[] = [];
  let tally = NO_TALLY;
  let alive = 0;
  const teller = createTeller(
    { model, outbreak, untilMs, seed, stepMs },
    {
      maxRuns,
      threads,
      signal,
      onShare: (share) => tell({ runs: runs.length, alive, more: share * runsOfRange }),
    },
  );
  const blocks = untilAborted(tellRuns({ maxRuns, halfWidth }, runsOfRange, teller), signal);
  try {
    for await (const block of blocks) {
      if (json) write(block.runs.map((run) => `${JSON.stringify(lineOf(run))}\n`).join(''));
      runs.push(...block.runs.map(withoutPods));
      series.push(...block.series);
      tally = addTallies(tally, block.tally);
      alive += block.runs.filter(({ extinctAtMs }) => extinctAtMs === undefined).length;
      tell({ runs: runs.length, alive, more: 0 });
    }
    return signal.aborted ? undefined : { runs, tally, series };
  } finally {
    line.clear();
    await teller.close();
  }
}

/** A run as it is kept, as there may be a million of them. */
function withoutPods(told: ToldRun): SummedRun {
  const { restartsOfPods: _, ...run } = told;
  return run;
}

/** A run as a line has it: null where it has not died out. */
function lineOf({ extinctAtMs, ...others }: ToldRun): object {
  return { ...others, extinctAtMs: extinctAtMs ?? null };
}

/** The steps of a survival curve as columns, as there may be one for each run. */
function columnsOf({ survival: { steps } }: Summary): object {
  const names = ['atMs', 'value', 'low', 'high', 'atRisk', 'extinct'] as const;
  return Object.fromEntries(names.map((name) => [name, steps.map((step) => step[name])]));
}

/** What there is none of, as a time that never came, or an interval without limits. */
function nullWhereNone(_name: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
