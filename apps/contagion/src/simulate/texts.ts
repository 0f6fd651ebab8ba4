import { formatDuration } from '@pod-contagion/notations';
import {
  placesOf,
  type AxisName,
  type Generation,
  type Model,
  type Outbreak,
  type StrainStory,
  type Story,
  type Survival,
} from '@pod-contagion/simulator';
import { doneLines, interventionText } from './intervention-texts.ts';
import { MAX_FIRST_GENERATIONS, MAX_LAST_GENERATIONS } from '../limits.ts';
import type { SimulationPlan } from './plan.ts';

/** What is run, on one line. */
export function captionOf({ model, profile, seed, what }: SimulationPlan): string {
  const [pods = '', ...others] = modelWords(model, profile, new Set());
  return `${pods}: ${[...others, ...runWords(what, seed)].join(', ')}`;
}

function runWords(what: SimulationPlan['what'], seed: number): readonly string[] {
  if (what.kind === 'many') {
    return [`seed ${seed}`, `${what.halfWidth === undefined ? '' : 'at most '}${count(what.maxRuns, 'run')}`];
  }
  return what.run === undefined ? [`seed ${seed}`] : [`run ${what.run} of seed ${seed}`];
}

/** What is run, but for what is varied: a part for each. */
export function modelWords(model: Model, profile: string, varied: ReadonlySet<AxisName>): readonly string[] {
  const { symptomDelayMs, healthDelayMs, sneezeIntervalMs, rules } = model;
  const words: readonly (readonly [name: AxisName | undefined, text: string])[] = [
    ['replicas', count(model.pods, 'podder')],
    ['symptom-delay', `symptoms after ${seconds(symptomDelayMs)}`],
    [
      'health-delay',
      `failing probes ${seconds(healthDelayMs)} ${varied.has('symptom-delay') ? 'after symptoms' : 'later'}`,
    ],
    ['sneeze-interval', `a sneeze each ${seconds(sneezeIntervalMs)}`],
    ['max-restart-period', `back-off up to ${seconds(rules.maxBackoffMs)}`],
    [undefined, `machine ${profile}`],
    [undefined, `kubelet ${rules.version}${rules.restartAllContainers ? ' without back-off' : ''}`],
    ['death', deathText(model)],
    ...besides(model).map((text) => [undefined, text] as const),
  ];
  return words
    .filter(([name, text]) => text !== '' && (name === undefined || !varied.has(name)))
    .map(([, text]) => text);
}

/** Nothing of what is usual. */
function deathText({ death }: Model): string {
  if (death === 'restart') return '';
  return death === 'replace' ? 'dead pods are replaced' : 'podders end by themselves';
}

/** What only some models have. */
function besides(model: Model): readonly string[] {
  const { pods, immune = 0, learnsImmunity, nodes, interventions = [] } = model;
  const { startJitterMs = 0, sneezeBreaker = 0 } = model;
  const pending = pods - Math.min(pods, placesOf(model));
  return [
    ...(startJitterMs === 0 ? [] : [`starts up to ${seconds(startJitterMs)} late`]),
    ...(sneezeBreaker === 0 ? [] : [`no sneeze after ${sneezeBreaker} refused in a row`]),
    ...(immune === 0 ? [] : [`${immune} immune`]),
    ...(learnsImmunity === true ? ['nobody is ill twice'] : []),
    ...(nodes === undefined ? [] : [`${count(nodes.count, 'node')} of ${count(nodes.cores, 'processor')}`]),
    ...(pending === 0 ? [] : [`${pending} of them Pending`]),
    ...interventions.map(interventionText),
  ];
}

/** One run, as a short story. */
export function storyText(story: Story, { sneezes, strains = 1 }: Outbreak, untilMs: number): string {
  const { extinctAtMs, infected, generations, restarts, mostRestarts, peakSymptomatic, peakAtMs } = story;
  const peak =
    peakSymptomatic === 0
      ? 'nobody had symptoms'
      : `${peakSymptomatic} with symptoms at once, after ${formatDuration(peakAtMs)}`;
  const end =
    extinctAtMs === undefined
      ? `alive     after ${formatDuration(untilMs)}: ${infected} infected`
      : `extinct   after ${formatDuration(extinctAtMs)}`;
  return `${[
    `introduced at 0.0 s by ${count(sneezes, 'sneeze')}${strains === 1 ? '' : ` of each of ${strains} strains`} from outside`,
    ...generationLines(generations),
    ...(story.interventions === undefined ? [] : doneLines(story.interventions)),
    ...(story.strains ?? []).map(strainLine),
    `cases     ${story.infections}`,
    `peak      ${peak}`,
    `restarts  ${restarts} in total, ${mostRestarts} at most of one podder`,
    `sneezes   ${story.sneezes}, of which nobody took ${story.refused}`,
    end,
  ].join('\n')}\n`;
}

/** Of several runs: how many were alive at the end, and when the others died. */
export function survivalText({ runs, alive, share, extinct }: Survival, untilMs: number): string {
  const { low, high } = share;
  const lines = [
    `alive     after ${formatDuration(untilMs)}: ${alive} of ${count(runs, 'run')}, ${percent(share.value)} %, with 95 % confidence ${percent(low)} to ${percent(high)} %`,
  ];
  if (extinct !== undefined) {
    const [least, median, most] = [extinct.leastMs, extinct.medianMs, extinct.mostMs].map(formatDuration);
    lines.push(`extinct   after ${median} in the middle, ${least} at the earliest, ${most} at the latest`);
  }
  return `${lines.join('\n')}\n`;
}

function strainLine({ cases, infected, extinctAtMs }: StrainStory, index: number): string {
  const end =
    cases === 0
      ? 'nobody was infected'
      : extinctAtMs === undefined
        ? `${infected} infected still`
        : `extinct after ${formatDuration(extinctAtMs)}`;
  return `strain ${String(index + 1).padEnd(3)}${count(cases, 'case')}, ${end}`;
}

function generationLines(generations: readonly Generation[]): readonly string[] {
  const line = (words: readonly string[]): string =>
    words.map((word, index) => word.padStart(index === 0 ? 10 : 9)).join('');
  const lines = generations.map(({ cases, firstAtMs, lastAtMs }, index) =>
    line([String(index + 1), formatDuration(firstAtMs), formatDuration(lastAtMs), String(cases)]),
  );
  const leftOut = lines.length - MAX_FIRST_GENERATIONS - MAX_LAST_GENERATIONS;
  // A line that stands for one could as well be that one.
  if (leftOut > 1) lines.splice(MAX_FIRST_GENERATIONS, leftOut, `       ... ${leftOut} more`);
  return [line(['generation', 'first', 'last', 'cases']), ...lines];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** Delays as they were said, not as people read times: `0.6 s`, `310 s`. */
function seconds(durationMs: number): string {
  return `${durationMs / 1_000} s`;
}

/** A share as per cent with one digit. */
export function percent(share: number): string {
  return (100 * share).toFixed(1);
}
