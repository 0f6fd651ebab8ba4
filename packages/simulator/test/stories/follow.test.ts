import t from 'tap';
import { ONE_SNEEZE } from '../../src/engine/outbreak.ts';
import { createSeries, lengthOfSeries, noteSeries } from '../../src/stories/series.ts';
import { Storyteller } from '../../src/stories/storyteller.ts';
import { INSTANT, ORIGINAL } from '../engine/models.ts';

t.test('how often it stops changes nothing', async (t) => {
  const storyteller = new Storyteller(ORIGINAL);
  for (const outbreak of [ONE_SNEEZE, { sneezes: 4, intervalMs: 700 }, { sneezes: 3, intervalMs: 90_000 }]) {
    const story = storyteller.tell(3, outbreak, 400_000);
    for (const stepMs of [1, 333, 1_000, 70_000, 1_000_000]) {
      const steps = storyteller.steps(3, outbreak, 400_000, stepMs);
      const times: number[] = [];
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) times.push(step.value);
      t.same(step.value, story, `${outbreak.sneezes} sneezes, steps of ${stepMs} ms`);
      t.equal(times.length, lengthOfSeries(400_000, stepMs));
      t.same([times[0], times.at(-1)], [0, 400_000]);
    }
  }
});

t.test('a series, by hand: one podder alone', async (t) => {
  const storyteller = new Storyteller({ ...ORIGINAL, pods: 1, machine: INSTANT });
  // Infected at 0, symptoms at 10 s, killed at 12 s; a back-off does not come before the second restart.
  const series = createSeries(lengthOfSeries(14_000, 5_000));
  let index = 0;
  for (const _ of storyteller.steps(1, ONE_SNEEZE, 14_000, 5_000)) {
    noteSeries(series, index++, storyteller.engine);
  }
  t.same([...series.atMs], [0, 5_000, 10_000, 14_000]);
  t.same([...series.columns.incubating], [1, 1, 0, 0]);
  t.same([...series.columns.symptomatic], [0, 0, 1, 0]);
  t.same([...series.columns.susceptible], [0, 0, 0, 1]);
  t.same([...series.columns.infections], [1, 1, 1, 1]);
  t.same([...series.columns.restarts], [0, 0, 0, 1]);
});
