import type { Outbreak, SimulationSettings } from '@pod-contagion/simulator';
import { AS_PROFILE, type Control } from './control.ts';
import { CONTROLS } from './controls.ts';
import { parseDurationMs } from '@pod-contagion/notations';

/** What was changed, by the key of its control, as it was written; what is usual is left out. */
export type Texts = Readonly<Record<string, string>>;

/** A simulation, as a worker runs it. Interventions are still texts: the simulator reads them. */
export type SimulationPlan = Readonly<{
  settings: SimulationSettings;
  interventions: readonly string[];
  /** Pods by their places, from 0, that are deleted at a time. */
  shots?: readonly Readonly<{ atMs: number; pod: number }>[];
  outbreak: Outbreak;
  seed: number;
  untilMs: number;
}>;

/** A text that can't be read: which control's, and what it expects. */
export type Misread = Readonly<{ key: string; expected: string }>;

/** More podders than this a page does not follow. */
export const MAX_PODS = 10_000;

/** More infections than these a page does not follow: it keeps a million. */
export const MOST_INFECTIONS = 500_000;

const MAX_SEED = 2 ** 32 - 1;
const MAX_OUTSIDE_SNEEZES = 1_000;

/** What of a plan are no settings of the model. */
const BESIDE: ReadonlySet<string> = new Set([
  'seed',
  'untilMs',
  'sneezes',
  'sneezesEveryMs',
  'strains',
  'interventions',
]);

/** Settings whose 0 is that there is none. */
const NONE_AT_0: ReadonlySet<string> = new Set(['starterUntilMs', 'nodes', 'immune']);

/** What is to be simulated of what was written, and what of it can't be read. Ranges are checked by the simulator. */
export function planOf(texts: Texts): Readonly<{ plan: SimulationPlan; misread: readonly Misread[] }> {
  const misread: Misread[] = [];
  const values = new Map<string, unknown>();
  for (const control of CONTROLS) {
    const text = texts[control.key] ?? control.usual;
    if (text === '' || text === AS_PROFILE) continue;
    const value = valueOf(control, text);
    if (value === undefined) misread.push({ key: control.key, expected: expectedOf(control) });
    else if (!(NONE_AT_0.has(control.name) && value === 0)) values.set(control.name, value);
  }
  const settings = Object.fromEntries([...values].filter(([name]) => !BESIDE.has(name)));
  const given = (name: string, usual: number): number => Number(values.get(name) ?? usual);
  const strains = given('strains', 1);
  const sneezes = given('sneezes', 1);
  const plan: SimulationPlan = {
    settings: { pods: 50, ...settings },
    interventions: (values.get('interventions') ?? []) as readonly string[],
    outbreak: {
      sneezes: Math.min(MAX_OUTSIDE_SNEEZES, sneezes),
      intervalMs: sneezes === 1 ? 0 : given('sneezesEveryMs', 500),
      ...(strains === 1 ? {} : { strains }),
    },
    seed: given('seed', 1),
    untilMs: given('untilMs', 600_000),
  };
  return { plan, misread };
}

/** What a text means; undefined where it means nothing. */
function valueOf({ kind, name, steps }: Control, text: string): unknown {
  switch (kind) {
    case 'duration':
      return parseDurationMs(text.trim());
    case 'number':
      return numberOf(name, text);
    case 'choice':
      return steps.includes(text) ? text : undefined;
    case 'switch':
      return text === 'yes' ? true : text === 'no' ? false : undefined;
    case 'range':
      return rangeOf(text);
    case 'texts':
      return linesOf(text);
  }
}

function numberOf(name: Control['name'], text: string): number | undefined {
  if (!/^[0-9]{1,10}(\.[0-9]{1,6})?$/.test(text.trim())) return undefined;
  const value = Number(text);
  const isWhole = Number.isInteger(value);
  if (name === 'probeSpread' || name === 'unknownEndProbability' || name === 'nodeCores') return value;
  if (name === 'pods') return isWhole && value >= 1 && value <= MAX_PODS ? value : undefined;
  if (name === 'seed') return isWhole && value <= MAX_SEED ? value : undefined;
  return isWhole ? value : undefined;
}

/** `180ms..440ms`, or one time for both. */
function rangeOf(text: string): readonly [number, number] | undefined {
  const [least, most = least, more] = text.split('..').map((each) => parseDurationMs(each.trim()));
  return least === undefined || most === undefined || more !== undefined ? undefined : [least, most];
}

/** Lines, or in an address parts between semicolons. */
function linesOf(text: string): readonly string[] {
  return text
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function expectedOf({ kind, name, steps }: Control): string {
  if (name === 'pods') return `a whole number from 1 to ${MAX_PODS}`;
  const expected: Readonly<Record<Control['kind'], string>> = {
    duration: 'a duration, such as 500ms, 10s or 5m',
    number: 'a number',
    choice: steps.join(' or '),
    switch: 'yes or no',
    range: 'two durations, such as 180ms..440ms',
    texts: 'lines',
  };
  return expected[kind];
}
