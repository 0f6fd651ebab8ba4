import t from 'tap';
import { Engine } from '../../src/engine/engine.ts';
import { runBlock } from '../../src/ensembles/run-block.ts';
import { runSeed } from '../../src/ensembles/run-seed.ts';
import { ORIGINAL } from '../engine/models.ts';

t.test('blocks give what all runs in a row give', async (t) => {
  const options = { seed: 4, untilMs: 400_000 };
  const engine = new Engine(ORIGINAL, { lineage: true });
  const all = runBlock(engine, 0, 20, options);
  const last = runBlock(new Engine(ORIGINAL, { lineage: true }), 15, 20, options);
  const first = runBlock(new Engine(ORIGINAL, { lineage: true }), 0, 15, options);
  t.same([...first, ...last], all);
  for (const { extinctAtMs, infections, restarts } of all) {
    t.ok(extinctAtMs !== undefined && extinctAtMs > 100_000 && extinctAtMs < 400_000);
    t.ok(infections >= restarts && restarts > 100);
  }
  t.ok(new Set(all.map(({ events }) => events)).size > 10, 'each another one');
});

t.test('a run that does not die out has no time of its end', async (t) => {
  const [result] = runBlock(new Engine(ORIGINAL), 0, 1, { seed: 4, untilMs: 30_000 });
  t.equal(result?.extinctAtMs, undefined);
});

t.test('seeds of runs differ, and those of another master seed are others', async (t) => {
  const seeds = new Set(Array.from({ length: 10_000 }, (_, run) => runSeed(1, run)));
  t.equal(seeds.size, 10_000);
  t.notOk(seeds.has(runSeed(2, 0)));
});
