import type { Model } from '../engine/model.ts';
import { ONE_SNEEZE, sneezingEach, type Outbreak } from '../engine/outbreak.ts';
import { SimulatorError } from '../errors.ts';
import { DEATHS, type Axis, type AxisName } from './axis.ts';

/** One point of a sweep: what the axes say there, in their order, and the model that comes of it and how its runs begin. */
export type Cell = Readonly<{
  index: number;
  values: readonly number[];
  model: Model;
  outbreak: Outbreak;
}>;

/** The most cells of a sweep. */
export const MAX_CELLS = 100_000;

/**
 * All points of a grid: the last axis changes fastest. Where the longest back-off is varied, that of the model is the greatest of its
 * values or a greater one, as it has cut the first back-off already.
 * @throws {SimulatorError} SIMULATOR_SWEEP where an axis is there twice, or the cells are too many.
 */
export function cellsOf(
  axes: readonly Axis[],
  model: Model,
  outbreak: Outbreak = ONE_SNEEZE,
): readonly Cell[] {
  const names = axes.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    throw new SimulatorError('SIMULATOR_SWEEP', `expected each of ${names.join(', ')} to be varied once`);
  }
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MAX_CELLS) {
    throw new SimulatorError('SIMULATOR_SWEEP', `expected at most ${MAX_CELLS} cells, got ${count}`);
  }
  return Array.from({ length: count }, (_, index) => {
    let rest = index;
    const values = axes
      .toReversed()
      .map((axis) => {
        const value = axis.values[rest % axis.values.length]!;
        rest = Math.floor(rest / axis.values.length);
        return value;
      })
      .toReversed();
    const at = axes.reduce((changed, axis, place) => CHANGES[axis.name](changed, values[place]!), model);
    checkLiveness(at.liveness);
    checkImmunity(at);
    const interval = axes.findIndex(({ name }) => name === 'sneeze-interval');
    // A starter's interval is that of the podders.
    const begins = interval === -1 ? outbreak : sneezingEach(values[interval]!, outbreak);
    return { index, values, model: at, outbreak: begins };
  });
}

/** A probe may fail as long as a delay may take: what a grid of settings makes of two of them together. */
const MAX_FAILING_MS = 2 ** 28;

function checkLiveness({ periodMs, failureThreshold }: Model['liveness']): void {
  if (periodMs * failureThreshold <= MAX_FAILING_MS) return;
  throw new SimulatorError(
    'SIMULATOR_SWEEP',
    `expected liveness to fail for at most ${MAX_FAILING_MS} ms before it kills, got ${failureThreshold} failures ${periodMs} ms apart`,
  );
}

function checkImmunity({ death, learnsImmunity }: Model): void {
  if (learnsImmunity !== true || death !== 'replace') return;
  throw new SimulatorError(
    'SIMULATOR_SWEEP',
    'expected no death replace where podders learn immunity, as what a pod has learnt goes with it, got it varied',
  );
}

/** What each axis makes of a model. */
const CHANGES: Readonly<Record<AxisName, (model: Model, value: number) => Model>> = {
  replicas: (model, pods) => ({ ...model, pods }),
  'symptom-delay': (model, symptomDelayMs) => ({ ...model, symptomDelayMs }),
  'health-delay': (model, healthDelayMs) => ({ ...model, healthDelayMs }),
  'sneeze-interval': (model, sneezeIntervalMs) => ({ ...model, sneezeIntervalMs }),
  'max-restart-period': (model, maxBackoffMs) => ({
    ...model,
    rules: {
      ...model.rules,
      maxBackoffMs,
      initialBackoffMs: Math.min(model.rules.initialBackoffMs, maxBackoffMs),
    },
  }),
  'liveness-period': (model, periodMs) => ({ ...model, liveness: { ...model.liveness, periodMs } }),
  'liveness-threshold': (model, failureThreshold) => ({
    ...model,
    liveness: { ...model.liveness, failureThreshold },
  }),
  death: (model, value) => ({ ...model, death: DEATHS[value]! }),
};
