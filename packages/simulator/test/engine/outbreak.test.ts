import t from 'tap';
import { Engine } from '../../src/engine/engine.ts';
import { breakOut, frenzyOf, ONE_SNEEZE, sneezingEach } from '../../src/engine/outbreak.ts';
import * as COUNT from '../../src/engine/count.ts';
import { ORIGINAL } from './models.ts';

t.test('as many sneezes as there is time for', async (t) => {
  const engine = new Engine({ ...ORIGINAL, pods: 10_000, symptomDelayMs: 100_000 });
  for (const [sneezes, intervalMs, untilMs, infections] of [
    [1, 0, 0, 1],
    [4, 600, 10_000, 4],
    [4, 600, 1_200, 3],
    [4, 600, 1_199, 2],
  ] as const) {
    engine.reset(7);
    breakOut(engine, { sneezes, intervalMs }, untilMs);
    t.equal(engine.counts[COUNT.infections], infections);
    t.equal(engine.nowMs, (infections - 1) * intervalMs);
  }
});

t.test('a frenzy has as many sneezes as there is time for, whatever lies between them', async (t) => {
  const frenzy = frenzyOf(2_000, 500);
  t.same(frenzy, { sneezes: 4, intervalMs: 500, frenzyMs: 2_000 });
  t.same(sneezingEach(250, { ...frenzy, strains: 2 }), { ...frenzyOf(2_000, 250), strains: 2 });
  t.equal(frenzyOf(2_000, 600).sneezes, 4, 'at 0, 600, 1200 and 1800 ms');
  t.equal(frenzyOf(2_000, 9_000).sneezes, 1);
  t.same(sneezingEach(250, ONE_SNEEZE), ONE_SNEEZE);
});
