import t from 'tap';
import type { Model } from '../../src/engine/model.ts';
import * as COUNT from '../../src/engine/count.ts';
import { INSTANT, ORIGINAL } from './models.ts';
import { story } from './story.ts';

const CALM: Model = { ...ORIGINAL, pods: 10, machine: INSTANT };
const HOUR_MS = 3_600_000;

t.test('who is started waits for a random time up to the jitter, another one each time', async (t) => {
  const waits: number[] = [];
  for (let seed = 0; seed < 40; seed++) {
    const { lines } = story({ ...CALM, startJitterMs: 5_000 }, 60_000, [0], seed);
    for (const [event, atMs, pod] of lines) {
      if (event !== 'restarted') continue;
      const ready = lines.find(([name, ms, who]) => name === 'ready' && who === pod && ms >= atMs);
      if (ready !== undefined) waits.push(ready[1] - atMs);
    }
  }
  t.ok(waits.length > 300, `${waits.length} starts`);
  t.ok(waits.every((waitMs) => waitMs >= 0 && waitMs <= 5_000));
  const mean = waits.reduce((sum, waitMs) => sum + waitMs, 0) / waits.length;
  const deviation = 5_000 / Math.sqrt(12 * waits.length);
  t.ok(Math.abs(mean - 2_500) < 4 * deviation, `${mean} ms on average of ${waits.length}`);
  t.ok(new Set(waits).size > waits.length / 2);
});

t.test('no jitter and no breaker are as if nothing was said of them', async (t) => {
  const plain = story(ORIGINAL, HOUR_MS);
  t.same(story({ ...ORIGINAL, startJitterMs: 0, sneezeBreaker: 0 }, HOUR_MS).lines, plain.lines);
});

t.test('a breaker ends the sneezing of a life after so many in a row that nobody takes', async (t) => {
  // Whoever is alone meets nobody: 2.6 s until it is killed are five sneezes.
  const alone: Model = { ...CALM, pods: 1 };
  const refusedOf = (sneezeBreaker: number) => {
    const { engine } = story({ ...alone, sneezeBreaker }, 15_000);
    t.equal(engine.counts[COUNT.restarts], 1);
    return engine.counts[COUNT.refused];
  };
  const all = refusedOf(0)!;
  t.ok(all > 3, `${all} without`);
  for (const breaker of [1, 2, 3]) t.equal(refusedOf(breaker), breaker);
  t.equal(refusedOf(255), all);
});

t.test('a life begins with a breaker that is closed', async (t) => {
  const { engine } = story({ ...CALM, pods: 1, sneezeBreaker: 1 }, 40_000, [0, 20_000]);
  t.equal(engine.counts[COUNT.restarts], 2);
  t.equal(engine.counts[COUNT.refused], 2);
});

t.test('sneezes that are taken keep it closed, by the immune too', async (t) => {
  const healthy = { ...CALM, immune: 1_000 };
  const sneezesOf = (model: Model) => story(model, 15_000).engine.counts[COUNT.sneezes];
  t.equal(sneezesOf({ ...healthy, sneezeBreaker: 1 }), sneezesOf(healthy));
});
