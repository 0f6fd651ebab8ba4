import t from 'tap';
import type { Model } from '../../src/engine/model.ts';
import * as COUNT from '../../src/engine/count.ts';
import { INSTANT, ORIGINAL } from './models.ts';
import { story } from './story.ts';

const CALM: Model = { ...ORIGINAL, pods: 10, machine: INSTANT };

t.test('whom nothing infects takes sneezes and does not pass them on', async (t) => {
  let met = 0;
  for (let seed = 0; seed < 1_000; seed++) {
    const { engine } = story({ ...CALM, immune: 30 }, 5_000, [0], seed);
    t.equal(engine.counts[COUNT.refused], 0);
    t.equal(engine.listed, 40);
    met += engine.infected;
  }
  t.ok(
    Math.abs(met - 250) < 4 * Math.sqrt(1_000 * 0.25 * 0.75),
    `${met} of 1000 sneezes meet one of 10 in 40`,
  );
});

t.test('a starter is behind the Service until it ends, and refuses', async (t) => {
  let refused = 0;
  for (let seed = 0; seed < 1_000; seed++) {
    const model: Model = { ...CALM, pods: 1, starterUntilMs: 2_000 };
    const { engine } = story(model, 1_500, [0], seed);
    t.equal(engine.listed, 2);
    refused += engine.counts[COUNT.refused]!;
    engine.run(3_000, false);
    t.equal(engine.listed, 1);
  }
  t.ok(Math.abs(refused - 500) < 4 * Math.sqrt(250), `${refused} of 1000 sneezes meet the starter`);
});

t.test('who remembers is ill once, and is behind the Service again', async (t) => {
  for (let seed = 0; seed < 20; seed++) {
    const { lines, engine } = story({ ...ORIGINAL, learnsImmunity: true }, 3_600_000, [0], seed);
    const exposed = lines.filter(([event]) => event === 'exposed').map(([, , pod]) => pod);
    t.equal(new Set(exposed).size, exposed.length, 'nobody twice');
    t.equal(engine.counts[COUNT.restarts], exposed.length);
    t.equal(engine.counts[COUNT.immune], exposed.length);
    t.equal(engine.counts[COUNT.susceptible], 50 - exposed.length);
    t.equal(engine.counts[COUNT.ready], 50);
    t.equal(engine.listed, 50);
    t.equal(engine.infected, 0);
  }
});
