import {
  createEpidemicStore,
  type EpidemicEvent,
  type EpidemicStore,
  type Observation,
} from '@pod-contagion/epidemic';
import { Engine } from '../engine/engine.ts';
import { ONE_SNEEZE, type Outbreak } from '../engine/outbreak.ts';
import { createModel, MAX_UNTIL_MS, type SimulationSettings } from '../settings/index.ts';
import { Observer } from './observer.ts';

/** Something that happened, and when in virtual time, in milliseconds. */
export type SimulatedEvent = EpidemicEvent & Readonly<{ atMs: number }>;

/** What a simulation is besides its settings. */
export type SimulateOptions = Readonly<{
  /** The same settings and seed give the same events; default 1. */
  seed?: number;
  /** When it ends, unless it dies out before; default: never but by its extinction, or after twelve days. */
  untilMs?: number;
  /** How it begins; default: one sneeze. */
  outbreak?: Outbreak;
  /** What learns of everything as it would of a cluster; default: a store of its own. */
  store?: EpidemicStore;
}>;

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
  return events(createModel(settings), options);
}

function* events(
  model: ReturnType<typeof createModel>,
  { seed = 1, untilMs = MAX_UNTIL_MS, outbreak = ONE_SNEEZE, store = createEpidemicStore() }: SimulateOptions,
): Generator<SimulatedEvent, void> {
  const { strains = 1 } = outbreak;
  const observer = new Observer(model, namesOf(strains));
  const seen: [atMs: number, observations: Observation[]][] = [[0, observer.first()]];
  const engine = new Engine(model, {
    listener: (event, atMs, pod, other) => seen.push([atMs, observer.observe(event, atMs, pod, other)]),
  });
  engine.reset(seed);
  let introduced = 0;
  for (let now = 0; ; now = Math.min(now + STEP_MS, untilMs)) {
    while (introduced < outbreak.sneezes && introduced * outbreak.intervalMs <= now) {
      engine.run(introduced * outbreak.intervalMs, false);
      for (let strain = 0; strain < strains; strain++) engine.introduce(strain);
      introduced++;
    }
    const isAlive = engine.run(now) || introduced < outbreak.sneezes;
    for (const [atMs, observations] of seen.splice(0)) {
      for (const observation of observations) {
        for (const event of store.observe(observation, atMs) ?? []) yield { atMs, ...event };
      }
    }
    if (!isAlive || now === untilMs) return;
  }
}

/** What strains are called. */
function namesOf(strains: number): readonly string[] {
  return strains === 1
    ? ['simulated']
    : Array.from({ length: strains }, (_, strain) => `simulated-${strain + 1}`);
}
