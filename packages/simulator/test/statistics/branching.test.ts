/** Early extinction beside the theory of branching processes. */
import t from 'tap';
import { Engine } from '../../src/engine/engine.ts';
import type { Model } from '../../src/engine/model.ts';
import * as COUNT from '../../src/engine/count.ts';
import { extinctionProbability } from '../../src/statistics/extinction.ts';
import { wilson } from '../../src/statistics/wilson.ts';
import { INSTANT, ORIGINAL } from '../engine/models.ts';

/** Podders end two seconds after their first symptom, by themselves: the interval says how many sneezes there are until then. */
const SETTINGS: readonly (readonly [sneezes: number, intervalMs: number, susceptibleShare: number])[] = [
  [4, 500, 0.5],
  [5, 400, 0.3],
  [2, 1_000, 0.8],
];

const PODS = 20_000;
const RUNS = 10_000;
/** Whoever has come so far does not die out any more before most are infected; few enough that most are not. */
const MANY = 100;

for (const [sneezes, sneezeIntervalMs, share] of SETTINGS) {
  t.test(`${sneezes} sneezes at a share of ${share} that can be infected`, async (t) => {
    const susceptible = PODS * share;
    const model: Model = {
      ...ORIGINAL,
      pods: susceptible,
      immune: PODS - susceptible,
      healthDelayMs: 2_000,
      sneezeIntervalMs,
      death: 'exit',
      machine: INSTANT,
    };
    const engine = new Engine(model);
    let extinct = 0;
    for (let seed = 0; seed < RUNS; seed++) {
      engine.reset(seed);
      // One that is infected, whom the sneeze from outside may miss.
      while (engine.infected === 0) engine.introduce();
      let isAlive = true;
      for (let untilMs = 15_000; isAlive && engine.counts[COUNT.infections]! < MANY; untilMs += 5_000) {
        isAlive = engine.run(untilMs);
      }
      if (!isAlive) extinct++;
    }
    const expected = extinctionProbability(share, sneezes);
    const { low, high } = wilson(extinct, RUNS);
    t.ok(low <= expected && expected <= high, `${extinct} of ${RUNS}, [${low}, ${high}], theory ${expected}`);
  });
}
