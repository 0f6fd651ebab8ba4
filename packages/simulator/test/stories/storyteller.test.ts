import t from 'tap';
import { parseDurationMs } from '@pod-contagion/notations';
import { Engine } from '../../src/engine/engine.ts';
import * as COUNT from '../../src/engine/count.ts';
import { ONE_SNEEZE } from '../../src/engine/outbreak.ts';
import { parseIntervention } from '../../src/settings/interventions/parse-intervention.ts';
import { Storyteller } from '../../src/stories/storyteller.ts';
import { INSTANT, ORIGINAL } from '../engine/models.ts';

t.test('one podder alone, by hand', async (t) => {
  const storyteller = new Storyteller({ ...ORIGINAL, pods: 1, machine: INSTANT });
  const story = {
    seed: 1,
    // Symptoms at 10 s, the third probe that fails at 12 s; sneezes at itself at 10.0, 10.6, 11.2 and 11.8 s.
    extinctAtMs: 12_000,
    infected: 0,
    infections: 1,
    generations: [{ cases: 1, firstAtMs: 0, lastAtMs: 0 }],
    restarts: 1,
    mostRestarts: 1,
    restartsOfPods: [0, 1],
    peakSymptomatic: 1,
    peakAtMs: 10_000,
    sneezes: 5,
    refused: 4,
    hits: 1,
  };
  t.same(storyteller.tell(1, ONE_SNEEZE, 60_000), story);
  t.same(storyteller.tell(1, ONE_SNEEZE, 60_000), story, 'again, from nothing');
  t.match(storyteller.tell(1, ONE_SNEEZE, 11_999), { extinctAtMs: undefined, infected: 1, restarts: 0 });
  // Two more from outside while it is ill, and one after its end.
  const again = storyteller.tell(1, { sneezes: 4, intervalMs: 5_000 }, 60_000);
  t.match(again, { infections: 2, sneezes: 4 + 4 + 4, refused: 4 + 1 + 4, extinctAtMs: 27_000 });
  t.same(again.generations, [{ cases: 2, firstAtMs: 0, lastAtMs: 15_000 }]);
  t.match(
    storyteller.tell(1, { sneezes: 9, intervalMs: 9_000 }, 9_500),
    { sneezes: 2 },
    'none after the end',
  );
});

t.test('who is in back-off when nobody is infected any more is restarted all the same', async (t) => {
  const storyteller = new Storyteller(ORIGINAL);
  const { extinctAtMs = 0, infections, restarts } = storyteller.tell(1, ONE_SNEEZE, 3_600_000);
  t.equal(restarts, infections, 'each case ends with one');
  const early = storyteller.tell(1, ONE_SNEEZE, extinctAtMs);
  t.equal(early.extinctAtMs, extinctAtMs);
  t.ok(early.restarts < restarts, `${early.restarts} of ${restarts}`);
});

t.test('each pod that there is has its restarts, also while some wait and others were deleted', async (t) => {
  const killed = parseIntervention('kill 20% every 15s', parseDurationMs);
  for (const untilMs of [40_000, 90_000, 600_000]) {
    const { restartsOfPods, restarts, mostRestarts, hits, sneezes, refused } = new Storyteller(ORIGINAL).tell(
      3,
      ONE_SNEEZE,
      untilMs,
    );
    const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);
    t.equal(sum(restartsOfPods), ORIGINAL.pods);
    t.equal(sum(restartsOfPods.map((pods, times) => pods * times)), restarts, `${untilMs} ms`);
    t.equal(restartsOfPods.length, mostRestarts + 1);
    t.ok(hits > 0 && hits <= sneezes - refused);
    // Pods that are replaced are restarted never, whether something is done to them besides or not.
    for (const interventions of [[], [killed]]) {
      const replaced = new Storyteller({ ...ORIGINAL, death: 'replace', interventions }).tell(
        3,
        ONE_SNEEZE,
        untilMs,
      );
      t.same(replaced.restartsOfPods, [ORIGINAL.pods]);
      t.equal(replaced.restarts, 0);
    }
    const disturbed = new Storyteller({ ...ORIGINAL, interventions: [killed] });
    const story = disturbed.tell(3, ONE_SNEEZE, untilMs);
    t.equal(sum(story.restartsOfPods), ORIGINAL.pods);
    t.ok(sum(story.restartsOfPods.map((pods, times) => pods * times)) <= story.restarts);
  }
});

t.test('generations are those of the lineage, and all cases are in one', async (t) => {
  const storyteller = new Storyteller(ORIGINAL);
  const engine = new Engine(ORIGINAL, { lineage: true });
  for (let seed = 0; seed < 20; seed++) {
    engine.reset(seed);
    engine.introduce();
    engine.run(600_000);
    engine.run(600_000, false);
    const { generations, infections, restarts, peakSymptomatic } = storyteller.tell(
      seed,
      ONE_SNEEZE,
      600_000,
    );
    t.equal(generations.length, engine.counts[COUNT.generations]);
    t.equal(infections, engine.counts[COUNT.infections]);
    t.equal(restarts, engine.counts[COUNT.restarts]);
    t.equal(
      generations.reduce((sum, { cases }) => sum + cases, 0),
      infections,
    );
    t.ok(peakSymptomatic > 0 && peakSymptomatic <= ORIGINAL.pods);
    for (const [index, { firstAtMs }] of generations.slice(1).entries()) {
      // No sooner than who infects has symptoms.
      t.ok(firstAtMs >= generations[index]!.firstAtMs + ORIGINAL.symptomDelayMs);
    }
  }
});
