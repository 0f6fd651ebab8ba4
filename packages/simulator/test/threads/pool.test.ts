import t from 'tap';
import { ONE_SNEEZE } from '../../src/engine/outbreak.ts';
import { doBlock } from '../../src/sweeps/block.ts';
import { cellsOf } from '../../src/sweeps/cell.ts';
import { sweep } from '../../src/sweeps/sweep.ts';
import { createPool, startThreads } from '../../src/threads/index.ts';
import { tellWholeBlock } from '../../src/repetitions/tell-block.ts';
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
    run: async (block: Parameters<typeof doBlock>[0], cell: (typeof CELLS)[number]) =>
      Promise.resolve(doBlock(block, cell, OPTIONS)),
  };
  const texts: string[] = [];
  for (const runner of [here, ...[1, 2, 7].map((threads) => createPool({ runs: OPTIONS, threads }))]) {
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
    runs: OPTIONS,
    threads: 1,
    program: new URL('data:text/javascript,process.exit(3)'),
  });
  await t.rejects(pool.run({ cell: 0, from: 0, to: 50 }, CELLS[0]!), { message: 'a thread ended with 3' });
  await pool.close();
});

t.test('runs are told on threads as without them, and what comes while all are busy waits', async (t) => {
  const threads = startThreads({ threads: 2 });
  const repetition = { model: ORIGINAL, outbreak: ONE_SNEEZE, untilMs: 60_000, seed: 3, stepMs: 20_000 };
  const ranges = Array.from({ length: 7 }, (_, index) => ({ from: 2 * index, to: 2 * index + 2 }));
  const told = await Promise.all(ranges.map((range) => threads.ask('tell', { repetition, range })));
  await threads.close();
  t.same(
    told,
    ranges.map((range) => tellWholeBlock(repetition, range)),
  );
});
