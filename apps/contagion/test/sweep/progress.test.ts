import t from 'tap';
import { createModel, cellsOf, type BlockResult } from '@pod-contagion/simulator';
import { createProgress } from '../../src/sweep/progress.ts';

const CELLS = cellsOf([{ name: 'replicas', values: [10, 10, 20] }], createModel({ pods: 1 }));
const PRECISION = { minRuns: 50, maxRuns: 100, level: 0.5 };

function block(cell: number, from: number, alive: number): BlockResult {
  const none = { extinctAtMs: [], restarts: 0, aliveRestarts: 0, infections: 0, events: 0 };
  return { cell, from, to: from + 50, alive, ...none };
}

t.test('settings and runs that are done, and the time left', async (t) => {
  let nowMs = 0;
  const { count, text } = createProgress(CELLS, PRECISION, () => nowMs);
  t.equal(text(), '0 of 3 settings, 0 runs');
  count(block(0, 0, 0), false);
  nowMs = 10_000;
  // 500 runs of one podder in 10 s; 50 x 10 and 50 x 20 are still to come.
  t.equal(text(), '1 of 3 settings, 50 runs, about 30 s left');
  count(block(1, 0, 25), false);
  nowMs = 20_000;
  // One that is still open takes a block more.
  t.equal(text(), '1 of 3 settings, 100 runs, about 30 s left');
  count(block(1, 50, 25), false);
  count(block(2, 0, 50), false);
  t.equal(text(), '3 of 3 settings, 200 runs, about 0.0 s left');
});

t.test('what was done before this start took none of its time', async (t) => {
  const { count, text } = createProgress(CELLS, PRECISION, () => 0);
  count(block(0, 0, 0), true);
  t.equal(text(), '1 of 3 settings, 50 runs');
});
