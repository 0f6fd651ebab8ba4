import { createModel, type SimulationSettings } from '../settings/index.ts';
import { ObservedRun, type SimulatedEvent, type SimulateOptions } from './observed-run.ts';

/** How far time goes on at once: events are given in pieces of as much. */
const STEP_MS = 250;

/**
 * Simulates one contagion and gives what happens, in the events of packages/epidemic: the terminal, the page and reports show it as they
 * show a cluster. For thousands of runs, or millions of podders, `Storyteller` and `Engine` are quicker.
 * @throws {SimulatorError} SIMULATOR_SETTING for settings that can't be meant, before the first event.
 */
export function simulate(
  settings: SimulationSettings,
  options: SimulateOptions = {},
): Generator<SimulatedEvent, void> {
  return events(new ObservedRun(createModel(settings), options));
}

function* events(run: ObservedRun): Generator<SimulatedEvent, void> {
  for (let now = 0; !run.isOver; now += STEP_MS) yield* run.advance(now);
}
