import type { Clock } from '../../src/engine/clock.ts';
import type { ExperimentEvent } from '../../src/engine/events.ts';
import type { Journal } from '../../src/engine/journal.ts';
import { runExperiment, type RunOptions } from '../../src/engine/run-experiment.ts';
import type { Perform } from '../../src/engine/run-state.ts';
import type { Experiment, OwnProvider, Step } from '../../src/experiment.ts';

/** Time that passes only where somebody waits for it. */
export function createClock(): Clock & { nowMs: () => number } {
  let nowMs = Date.UTC(2030, 0, 1);
  const waiting: { untilMs: number; go: () => void }[] = [];
  const pass = (): void => {
    const [first] = waiting.toSorted((left, right) => left.untilMs - right.untilMs);
    if (first === undefined) return;
    nowMs = Math.max(nowMs, first.untilMs);
    waiting.splice(waiting.indexOf(first), 1);
    first.go();
  };
  return {
    nowMs: () => nowMs,
    now: () => new Date(nowMs),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const own = { untilMs: nowMs + ms, go: resolve };
        waiting.push(own);
        signal.addEventListener(
          'abort',
          () => {
            const index = waiting.indexOf(own);
            if (index >= 0) waiting.splice(index, 1);
            reject(signal.reason);
          },
          { once: true },
        );
        // Whatever can happen without time happens first.
        setImmediate(() => setImmediate(pass));
      }),
  };
}

/** A probe or an action of the engine's tests, which `perform` knows by `func`. */
export function step(type: 'probe' | 'action', name: string, more: object = {}): Step {
  return { type, name, provider: { type: 'pod-chaos', func: name }, ...more };
}

/** An experiment of these parts. */
export function experimentOf(parts: Partial<Experiment> = {}): Experiment {
  return { title: 'Is it?', description: 'It may be.', method: [], ...parts };
}

/** What a run came to, what happened, and in which order things were done. */
export type Ran = Readonly<{ journal: Journal; events: readonly ExperimentEvent[]; done: readonly string[] }>;

/** Runs an experiment whose activities are these functions. */
export async function runWith(
  experiment: Experiment,
  deeds: Readonly<Record<string, Perform>>,
  more: Partial<RunOptions> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Ran> {
  const events: ExperimentEvent[] = [];
  const done: string[] = [];
  const clock = createClock();
  const journal = await runExperiment(
    {
      experiment,
      values: { configuration: {}, secrets: {} },
      perform: async (spec, context) => {
        const { func } = spec as OwnProvider;
        done.push(func);
        const deed = deeds[func];
        return deed === undefined ? null : deed(spec, context);
      },
      clock,
      onEvent: (event) => void events.push(event),
      machine: { platform: 'Test', node: 'here', version: '0' },
      frequencyMs: 1_000,
      failFastPercent: undefined,
      ...more,
    },
    signal,
  );
  return { journal, events, done };
}
