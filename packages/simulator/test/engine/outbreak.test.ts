import t from 'tap';
import { Engine } from '../../src/engine/engine.ts';
import { breakOut } from '../../src/engine/outbreak.ts';
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
