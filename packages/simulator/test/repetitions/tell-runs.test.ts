import t from 'tap';
import { NO_TALLY } from '../../src/repetitions/tally.ts';
import type { RunRange, ToldBlock } from '../../src/repetitions/tell-block.ts';
import { rangeRuns, tellRuns, type HowMany } from '../../src/repetitions/tell-runs.ts';
import { BLOCK_RUNS } from '../../src/sweeps/block.ts';

/** A block in which every so-manieth run dies out. */
function blockOf({ from, to }: RunRange, everyExtinct: number): ToldBlock {
  const runs = Array.from({ length: to - from }, (_, index) => {
    const run = from + index + 1;
    return { run, extinctAtMs: run % everyExtinct === 0 ? 1 : undefined } as ToldBlock['runs'][number];
  });
  return { from, to, runs, tally: NO_TALLY, series: [] };
}

async function all(howMany: HowMany, runsOfRange: number, everyExtinct = 2, atOnce = 1): Promise<number> {
  let runs = 0;
  const tell = async (range: RunRange): Promise<ToldBlock> => {
    // The later, the sooner.
    for (let turn = 20 - (range.from % 20); turn > 0; turn--) await Promise.resolve();
    return blockOf(range, everyExtinct);
  };
  for await (const block of tellRuns(howMany, runsOfRange, { atOnce, tell })) {
    if (block.from !== runs) throw new Error(`expected run ${runs}, got ${block.from}`);
    runs = block.to;
  }
  return runs;
}

t.test('as many as are asked for, in their order', async (t) => {
  for (const atOnce of [1, 3, 8]) {
    t.equal(await all({ maxRuns: 120 }, 50, 2, atOnce), 120);
    t.equal(await all({ maxRuns: 7 }, 2, 2, atOnce), 7);
  }
});

t.test('until it is narrow enough, whatever is told at once', async (t) => {
  // Half of Wilson's width at one half is 1.96 / 2 / sqrt(n + 3.84): 10 % after 93 runs, that is after the second batch.
  for (const [atOnce, range] of [
    [1, 50],
    [4, 50],
    [7, 10],
    [3, 1],
  ] as const) {
    t.equal(await all({ maxRuns: 2_000, halfWidth: 0.1 }, range, 2, atOnce), 100);
    // None extinct: z^2 / (n + z^2) / 2 is 3.6 % after 50, 1.9 % after 100.
    t.equal(await all({ maxRuns: 2_000, halfWidth: 0.02 }, range, Infinity, atOnce), 100);
    t.equal(await all({ maxRuns: 130, halfWidth: 0.02 }, range, 2, atOnce), 130, 'no more than at most');
  }
});

t.test('what fails ends it', async (t) => {
  const tell = (): Promise<ToldBlock> => Promise.reject(new Error('no thread'));
  await t.rejects(tellRuns({ maxRuns: 200 }, 50, { atOnce: 2, tell }).next(), { message: 'no thread' });
});

t.test('ranges divide batches', async (t) => {
  for (const pods of [1, 1_000, 1_001, 20_000, 1e7]) t.equal(BLOCK_RUNS % rangeRuns(pods), 0);
  t.same([rangeRuns(50), rangeRuns(1e6)], [50, 1]);
});
