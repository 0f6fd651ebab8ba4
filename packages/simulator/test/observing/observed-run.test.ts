import t from 'tap';
import { createEpidemicStore } from '@pod-contagion/epidemic';
import { ObservedRun, type SimulatedEvent, type SimulateOptions } from '../../src/observing/observed-run.ts';
import { createModel, type SimulationSettings } from '../../src/settings/index.ts';
import { Storyteller } from '../../src/stories/storyteller.ts';

const SETTINGS: SimulationSettings = {
  pods: 50,
  symptomDelayMs: 10_000,
  healthDelayMs: 0,
  sneezeIntervalMs: 600,
  profile: 'original-go',
  startupPeriodMs: 0,
};
const MODEL = createModel(SETTINGS);
const FOUR_SNEEZES = { sneezes: 4, intervalMs: 500 };

/** A run to its end in pieces of so many milliseconds, and what happened. */
function followed(
  stepMs: number,
  options: SimulateOptions,
): { run: ObservedRun; events: readonly SimulatedEvent[] } {
  const run = new ObservedRun(MODEL, options);
  const events: SimulatedEvent[] = [];
  for (let toMs = 0; !run.isOver; toMs += stepMs) events.push(...run.advance(toMs));
  return { run, events };
}

t.test('the pieces make no difference, and none is given too early', async (t) => {
  const options = { seed: 3, outbreak: FOUR_SNEEZES };
  const { events } = followed(250, options);
  for (const stepMs of [1, 33, 10_000, 10_000_000])
    t.same(followed(stepMs, options).events, events, `${stepMs}`);
  const run = new ObservedRun(MODEL, options);
  t.equal(run.nowMs, -1);
  t.same(
    [...run.advance(20_000)],
    events.filter(({ atMs }) => atMs <= 20_000),
  );
  t.equal(run.nowMs, 20_000);
  t.same([...run.advance(20_000)], [], 'no time passes twice');
});

t.test('it ends as the story of the same seed does', async (t) => {
  const storyteller = new Storyteller(MODEL);
  for (const outbreak of [FOUR_SNEEZES, { sneezes: 2, intervalMs: 400_000 }]) {
    for (const untilMs of [1_200, 60_000, 3_600_000]) {
      for (let seed = 0; seed < 5; seed++) {
        const store = createEpidemicStore();
        const { run } = followed(1_000, { seed, untilMs, outbreak, store });
        const story = storyteller.tell(seed, outbreak, untilMs);
        t.equal(run.extinctAtMs, story.extinctAtMs);
        t.equal(run.nowMs, story.extinctAtMs ?? untilMs);
        t.equal(store.present.infections, story.infections);
        t.equal(store.present.generations, story.generations.length);
      }
    }
  }
});

t.test('the store has learned of an event when it is given', async (t) => {
  const store = createEpidemicStore();
  const run = new ObservedRun(MODEL, { store });
  let infections = 0;
  for (const { event } of run.advance(30_000)) {
    if (event === 'infected') infections++;
    t.equal(store.present.infections, infections);
  }
  t.ok(infections > 1);
});
