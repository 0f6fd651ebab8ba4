import type { Model, Range } from '../engine/model.ts';
import type { Course } from './theory.ts';

/** What theory needs of a simulation's model, with the machine's own times at their means. */
export function courseOf(model: Model): Course {
  const {
    pods,
    immune = 0,
    symptomDelayMs,
    healthDelayMs,
    sneezeIntervalMs,
    liveness,
    death,
    rules,
    machine,
  } = model;
  const backsOff = death !== 'replace' && !rules.restartAllContainers;
  return {
    pods,
    immune,
    symptomDelayMs,
    healthDelayMs,
    periodMs: liveness.periodMs,
    failureThreshold: liveness.failureThreshold,
    sneezeIntervalMs,
    killMs: middleOf(machine.killMs),
    backoffMs: backsOff ? { initial: rules.initialBackoffMs, max: rules.maxBackoffMs } : undefined,
  };
}

function middleOf([least, most]: Range): number {
  return (least + most) / 2;
}
