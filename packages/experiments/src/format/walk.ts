import type { Path } from './document.ts';
import { isReference, type Activity, type Experiment, type Step } from '../experiment.ts';

/** A part of an experiment in which steps stand. */
export type Part = 'hypothesis' | 'method' | 'rollbacks';

/** A step, in which part, and the way to it. */
export type PlacedStep = Readonly<{ step: Step; part: Part; path: Path }>;

/** Every step, in the order in which a run comes to them. */
export function stepsOf(experiment: Experiment): readonly PlacedStep[] {
  const placed = (part: Part, steps: readonly Step[] | undefined, ...path: Path): readonly PlacedStep[] =>
    (steps ?? []).map((step, index) => ({ step, part, path: [...path, index] }));
  const hypothesis = experiment['steady-state-hypothesis'];
  return [
    ...placed('hypothesis', hypothesis?.probes, 'steady-state-hypothesis', 'probes'),
    ...placed('method', experiment.method, 'method'),
    ...placed('rollbacks', experiment.rollbacks, 'rollbacks'),
  ];
}

/** Activities that a reference may name: those of method and hypothesis; of two of one name the last counts. */
export function namedActivities(experiment: Experiment): ReadonlyMap<string, Activity> {
  const steps = [...experiment.method, ...(experiment['steady-state-hypothesis']?.probes ?? [])];
  return new Map(steps.flatMap((step) => (isReference(step) ? [] : [[step.name, step] as const])));
}
