import t from 'tap';
import { doBlock } from '../../src/sweeps/block.ts';
import { cellsOf } from '../../src/sweeps/cell.ts';
import { sweep } from '../../src/sweeps/sweep.ts';
import { createPool } from '../../src/threads/index.ts';
import { ORIGINAL } from '../engine/models.ts';

const CELLS = cellsOf([{ name: 'symptom-delay', values: [10_000, 60_000] }], {
  ...ORIGINAL,
  pods: 30,
});
const OPTIONS = { seed: 12, untilMs: 300_000 };
const PRECISION = { minRuns: 50, maxRuns: 150, level: 0.5 };

t.test('the same bytes on 1, 2 and 7 threads, and without any', async (t) => {
  const here = {
    atOnce: 1,
    run: async (block: Parameters<typeof doBlock>[0], { model }: (typeof CELLS)[number]) =>
      Promise.resolve(doBlock(block, model, OPTIONS)),
  };
  const texts: string[] = [];
  for (const runner of [here, ...[1, 2, 7].map((threads) => createPool({ ensemble: OPTIONS, threads }))]) {
    const steps = sweep(CELLS, PRECISION, runner);
    let step = await steps.next();
    while (step.done !== true) step = await steps.next();
    texts.push(JSON.stringify(step.value));
    if ('close' in runner) await runner.close();
  }
  t.equal(new Set(texts).size, 1);
  t.ok(texts[0]!.length > 500);
});

t.test('a thread that ends is told', async (t) => {
  const pool = createPool({
    ensemble: OPTIONS,
    threads: 1,
    program: new URL('data:text/javascript,process.exit(3)'),
  });
  await t.rejects(pool.run({ cell: 0, from: 0, to: 50 }, CELLS[0]!), { message: 'a thread ended with 3' });
  await pool.close();
});
