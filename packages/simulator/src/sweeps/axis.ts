import type { Death } from '../engine/model.ts';
import { SimulatorError } from '../errors.ts';

/** Deaths in the order of what they are as values of an axis: 0, 1 and 2. */
export const DEATHS: readonly Death[] = ['restart', 'replace', 'exit'];

/** What can be varied: its unit, the least and the most of it, what it is called, and where its values are words these. */
type AxisKind = Readonly<{
  unit: '' | 'ms';
  min: number;
  max: number;
  label: string;
  words?: readonly string[];
}>;

/** The name of what can be varied. */
export type AxisName =
  | 'replicas'
  | 'symptom-delay'
  | 'health-delay'
  | 'sneeze-interval'
  | 'max-restart-period'
  | 'liveness-period'
  | 'liveness-threshold'
  | 'death';

/** What can be varied. Delays are milliseconds. */
export const AXES: Readonly<Record<AxisName, AxisKind>> = {
  replicas: { unit: '', min: 1, max: 10_000_000, label: 'podders' },
  'symptom-delay': { unit: 'ms', min: 0, max: 86_400_000, label: 'symptom delay' },
  'health-delay': { unit: 'ms', min: 0, max: 86_400_000, label: 'health delay' },
  'sneeze-interval': { unit: 'ms', min: 1, max: 86_400_000, label: 'sneeze interval' },
  'max-restart-period': { unit: 'ms', min: 1_000, max: 300_000, label: 'longest back-off' },
  'liveness-period': { unit: 'ms', min: 1_000, max: 1_000_000, label: 'liveness period' },
  'liveness-threshold': { unit: '', min: 1, max: 1_000, label: 'liveness failures that kill' },
  death: { unit: '', min: 0, max: DEATHS.length - 1, label: 'death', words: DEATHS },
};
/** One thing that is varied, and the values it takes, in their order. */
export type Axis = Readonly<{ name: AxisName; values: readonly number[] }>;

/** The most values of an axis. */
export const MAX_AXIS_VALUES = 1_000;

/** How many values a range has that does not say its step. */
const RANGE_VALUES = 13;

/**
 * Reads what is varied: `replicas=10,50,200`, a range with as many values as are usual, `symptom-delay=0s..120s`, or with a step,
 * `symptom-delay=0s..120s/5s`. `parseMs` reads a duration, undefined where it is none.
 * @throws {SimulatorError} SIMULATOR_SWEEP, naming what is expected and what was got.
 */
export function parseAxis(text: string, parseMs: (text: string) => number | undefined): Axis {
  const [, name = '', list = ''] = /^([a-z-]+)=(.*)$/s.exec(text) ?? [];
  if (!Object.hasOwn(AXES, name)) {
    throw wrong(`NAME=VALUES with a name of ${Object.keys(AXES).join(', ')}`, text);
  }
  const read = (word: string): number => {
    const value = parseAxisValue(name as AxisName, word, parseMs);
    if (value !== undefined) return value;
    throw wrong(`${expectedOf(name as AxisName)} as ${name}`, word);
  };
  const values = list.split(',').flatMap((word) => {
    const [, from, to, step] = /^(.+?)\.\.(.+?)(?:\/(.+))?$/.exec(word) ?? [];
    return wordsOf(name as AxisName) !== undefined || from === undefined || to === undefined
      ? [read(word)]
      : range(read(from), read(to), step === undefined ? undefined : read(step), word);
  });
  const unique = [...new Set(values)];
  if (unique.length < values.length) throw wrong(`each value of ${name} once`, list);
  if (unique.length > MAX_AXIS_VALUES)
    throw wrong(`at most ${MAX_AXIS_VALUES} values of ${name}`, String(unique.length));
  return { name: name as AxisName, values: unique };
}

/** Reads one value of what is varied; undefined where it is none. */
export function parseAxisValue(
  name: AxisName,
  word: string,
  parseMs: (text: string) => number | undefined,
): number | undefined {
  const { unit, min, max } = AXES[name];
  const words = wordsOf(name);
  if (words !== undefined) return words.includes(word) ? words.indexOf(word) : undefined;
  const value = unit === 'ms' ? parseMs(word) : /^\d{1,9}$/.test(word) ? Number(word) : undefined;
  return value !== undefined && value >= min && value <= max ? value : undefined;
}

/** The words that the values of an axis stand for; undefined where they are numbers. */
export function wordsOf(name: AxisName): readonly string[] | undefined {
  return AXES[name].words;
}

function expectedOf(name: AxisName): string {
  const { unit, min, max } = AXES[name];
  const words = wordsOf(name);
  if (words !== undefined) return words.join(' or ');
  return unit === 'ms' ? `durations from ${min} to ${max} ms` : `whole numbers from ${min} to ${max}`;
}

function range(from: number, to: number, step: number | undefined, word: string): number[] {
  if (to <= from) throw wrong('a range that goes up, as 0s..120s', word);
  if (step === undefined) {
    const count = Math.min(RANGE_VALUES, to - from + 1);
    return Array.from(
      { length: count },
      (_, index) => from + Math.round((index * (to - from)) / (count - 1)),
    );
  }
  if (step <= 0 || (to - from) / step >= MAX_AXIS_VALUES) {
    throw wrong(`a step that makes at most ${MAX_AXIS_VALUES} values`, word);
  }
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function wrong(expected: string, got: string): SimulatorError {
  return new SimulatorError('SIMULATOR_SWEEP', `--vary expects ${expected}, got ${JSON.stringify(got)}`);
}
