import {
  createSeries,
  lengthOfSeries,
  MAX_CASES,
  noteSeries,
  placesOf,
  pointsOf,
  Recorder,
  Storyteller,
  type Story,
} from '@pod-contagion/simulator';
import { jsonLines, seriesCsv } from '@pod-contagion/simulator/formats';
import { createProgressLine } from '../terminal/progress-line.ts';
import { takeTurns } from '../turns/take-turns.ts';
import { casesAs, checkCases } from './case-formats.ts';
import type { One, SimulationPlan } from './plan.ts';
import { createRunProgress } from './progress.ts';
import type { SimulationSurroundings } from './run-simulation.ts';
import { captionOf, storyText } from './texts.ts';

/** How often a run stops in which nothing is noted, in ms of virtual time. */
const STEP_MS = 1_000;

/** Tells one run, and writes what is asked for. */
export async function runOne(
  plan: SimulationPlan,
  { seed, run }: One,
  { write, note, progress, signal }: SimulationSurroundings,
): Promise<boolean> {
  const { model, outbreak, untilMs, stepMs, outputs, json } = plan;
  const recorder = outputs.cases.length === 0 ? undefined : new Recorder(placesOf(model));
  const storyteller = new Storyteller(model, recorder?.listener);
  const series = createSeries(stepMs === undefined ? 0 : lengthOfSeries(untilMs, stepMs));
  const line = createProgressLine(progress);
  const steps = storyteller.steps(seed, outbreak, untilMs, stepMs ?? STEP_MS);
  const look = (index: number): void => {
    if (stepMs !== undefined) noteSeries(series, index, storyteller.engine);
    for (const { ending } of outputs.cases) checkCases(ending, recorder!.cases);
  };
  const story = await takeTurns(looking(steps, untilMs, look), {
    signal,
    onShare: createRunProgress(line, untilMs),
  }).finally(line.clear);
  write(
    json
      ? `${JSON.stringify({ ...(run === undefined ? {} : { run }), ...lineOf(story) })}\n`
      : storyText(story, outbreak, untilMs),
  );
  if (recorder !== undefined && recorder.missed > 0) {
    note(`the first ${MAX_CASES} cases are written; ${recorder.missed} came later`);
  }
  const title = captionOf(plan);
  for (const { file, ending } of outputs.cases) await file.write(casesAs(ending, recorder!.cases, title));
  if (outputs.series !== undefined) {
    const points = pointsOf(series);
    await outputs.series.file.write(outputs.series.ending === '.csv' ? seriesCsv(points) : jsonLines(points));
  }
  if (outputs.plot !== undefined) {
    const { drawRun } = await import('./draw.ts');
    await outputs.plot.write([await drawRun(plan, series)]);
  }
  return true;
}

/** The steps of a run as shares of its time; at each something is looked at. */
function* looking(
  steps: Generator<number, Story, undefined>,
  untilMs: number,
  look: (index: number) => void,
): Generator<number, Story, undefined> {
  for (let index = 0; ; index++) {
    const step = steps.next();
    if (step.done === true) return step.value;
    look(index);
    yield step.value / untilMs;
  }
}

/** A run as a line has it: null where it has not died out, and how many generations there were. */
function lineOf(story: Story): object {
  const { extinctAtMs, generations, ...others } = story;
  return { ...others, generations: generations.length, extinctAtMs: extinctAtMs ?? null };
}

/** The story of the one run that is watched. */
export function storyOf({ model, outbreak, untilMs }: SimulationPlan, { seed }: One): string {
  return storyText(new Storyteller(model).tell(seed, outbreak, untilMs), outbreak, untilMs);
}
