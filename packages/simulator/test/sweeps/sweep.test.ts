import fc from 'fast-check';
import t from 'tap';
import { doBlock, type BlockResult } from '../../src/sweeps/block.ts';
import { cellsOf } from '../../src/sweeps/cell.ts';
import { sweep, type BlockRunner, type CellState } from '../../src/sweeps/sweep.ts';
import { ORIGINAL } from '../engine/models.ts';

const CELLS = cellsOf([{ name: 'symptom-delay', values: [10_000, 65_000, 72_000, 120_000] }], {
  ...ORIGINAL,
  pods: 50,
});
const PRECISION = { minRuns: 50, maxRuns: 150, level: 0.5 };

/** Does blocks for real, and lets them end in an order of its own. */
function runner(atOnce: number, turns: () => number = () => 0): BlockRunner {
  return {
    atOnce,
    run: async (block, cell) => {
      for (let turn = turns(); turn > 0; turn--) await Promise.resolve();
      return doBlock(block, cell, { seed: 9, untilMs: 3_600_000 });
    },
  };
}

async function all(
  steps: AsyncGenerator<BlockResult, readonly CellState[]>,
): Promise<[blocks: BlockResult[], states: readonly CellState[]]> {
  const blocks: BlockResult[] = [];
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return [blocks, step.value];
    blocks.push(step.value);
  }
}

t.test('cells that are clear end soon, the others go on', async (t) => {
  const [blocks, states] = await all(sweep(CELLS, PRECISION, runner(1)));
  t.same(states[0], { ...states[0], runs: 50, alive: 0 }, 'ten seconds die out');
  t.ok(
    states.every(
      ({ runs, extinctAtMs, alive }) =>
        runs === extinctAtMs.length && alive === extinctAtMs.filter((atMs) => atMs === null).length,
    ),
  );
  t.ok(
    states.some(({ runs }) => runs > 50),
    states.map(({ runs, alive }) => `${alive} of ${runs}`).join(', '),
  );
  t.equal(
    blocks.length,
    states.reduce((sum, { runs }) => sum + runs / 50, 0),
  );
});

t.test(
  'property: what comes out depends neither on the order of blocks nor on how many are done at once',
  async (t) => {
    const [, expected] = await all(sweep(CELLS, PRECISION, runner(1)));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.nat(20)),
        async (atOnce, turns) => {
          const [, states] = await all(
            sweep(
              CELLS,
              PRECISION,
              runner(atOnce, () => turns.next().value as number),
            ),
          );
          t.strictSame(states, expected);
        },
      ),
      { numRuns: 3 },
    );
  },
);

t.test('one that was broken off goes on from what is done', async (t) => {
  const [blocks, expected] = await all(sweep(CELLS, PRECISION, runner(1)));
  const half = blocks.slice(0, 3);
  const [rest, states] = await all(sweep(CELLS, PRECISION, runner(2), half));
  t.equal(rest.length, blocks.length - half.length);
  t.strictSame(states, expected);
});

t.test('a block that fails ends it with its error', async (t) => {
  const broken: BlockRunner = { atOnce: 2, run: async () => Promise.reject(new Error('no memory')) };
  await t.rejects(all(sweep(CELLS, PRECISION, broken)), { message: 'no memory' });
});
