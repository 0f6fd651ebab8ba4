import { SimulatorError } from '../errors.ts';

/** What can be varied. Delays are milliseconds. */
export const AXES = {
  replicas: { unit: '', min: 1, max: 10_000_000, label: 'podders' },
  'symptom-delay': { unit: 'ms', min: 0, max: 86_400_000, label: 'symptom delay' },
  'health-delay': { unit: 'ms', min: 0, max: 86_400_000, label: 'health delay' },
  'sneeze-interval': { unit: 'ms', min: 1, max: 86_400_000, label: 'sneeze interval' },
  'max-restart-period': { unit: 'ms', min: 1_000, max: 300_000, label: 'longest back-off' },
  'liveness-period': { unit: 'ms', min: 1_000, max: 1_000_000, label: 'liveness period' },
  'liveness-threshold': { unit: '', min: 1, max: 1_000, label: 'liveness failures that kill' },
} as const;
export type AxisName = keyof typeof AXES;

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
  const axis = AXES[name as AxisName];
  const read = (word: string): number => {
    const value = axis.unit === 'ms' ? parseMs(word) : /^\d{1,9}$/.test(word) ? Number(word) : undefined;
    if (value !== undefined && value >= axis.min && value <= axis.max) return value;
    const kind = axis.unit === 'ms' ? 'durations' : 'whole numbers';
    throw wrong(`${kind} from ${axis.min} to ${axis.max}${axis.unit && ` ${axis.unit}`} as ${name}`, word);
  };
  const values = list.split(',').flatMap((word) => {
    const [, from, to, step] = /^(.+?)\.\.(.+?)(?:\/(.+))?$/.exec(word) ?? [];
    return from === undefined || to === undefined
      ? [read(word)]
      : range(read(from), read(to), step === undefined ? undefined : read(step), word);
  });
  const unique = [...new Set(values)];
  if (unique.length < values.length) throw wrong(`each value of ${name} once`, list);
  if (unique.length > MAX_AXIS_VALUES)
    throw wrong(`at most ${MAX_AXIS_VALUES} values of ${name}`, String(unique.length));
  return { name: name as AxisName, values: unique };
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
