import t from 'tap';
import type { BlockResult } from '../../src/sweeps/block.ts';
import { checkBlocks } from '../../src/sweeps/check-blocks.ts';
import type { SweepHeader } from '../../src/sweeps/sweep-file.ts';
import { ORIGINAL } from '../engine/models.ts';

const HEADER: SweepHeader = {
  model: ORIGINAL,
  outbreak: { sneezes: 1, intervalMs: 0 },
  axes: [{ name: 'replicas', values: [5, 50] }],
  precision: { minRuns: 50, maxRuns: 120, level: 0.5 },
  seed: 3,
  untilMs: 60_000,
};

type Row = readonly [cell: number, from: number, to: number, alive: number];

function blocksOf(rows: readonly Row[]): BlockResult[] {
  return rows.map(([cell, from, to, alive]) => ({
    cell,
    from,
    to,
    alive,
    extinctAtMs: Array.from({ length: to - from }, (_, run) => (run < alive ? null : 1_000)),
    restarts: 0,
    aliveRestarts: 0,
    infections: 0,
    events: 0,
  }));
}

function check(...rows: readonly Row[]): void {
  const grid = { axes: HEADER.axes, blocks: blocksOf(rows), line: 2 };
  checkBlocks({ header: HEADER, grids: [grid], wholeLength: 0 });
}

/** A grid that is known, and a finer one with these values. */
function checkFiner(before: readonly Row[], values: readonly number[], ...rows: readonly Row[]): void {
  const grid = { axes: HEADER.axes, blocks: blocksOf(before), line: 2 };
  const finer = {
    axes: [{ name: 'replicas', values }] as const,
    blocks: blocksOf(rows),
    line: before.length + 3,
  };
  checkBlocks({ header: HEADER, grids: [grid, finer], wholeLength: 0 });
}

t.test('what a sweep leaves behind, in any order of cells', async (t) => {
  check();
  check([1, 0, 50, 25], [0, 0, 50, 0], [1, 50, 100, 25], [1, 100, 120, 10]);
  t.pass();
});

t.test('what none leaves behind', async (t) => {
  const error = (message: string): { code: string; message: string } => ({
    code: 'SIMULATOR_SWEEP_FILE',
    message: `line 2 of the sweep's file expects ${message}`,
  });
  t.throws(() => check([2, 0, 50, 0]), error('a cell below 2, got 2'));
  t.throws(() => check([0, 50, 100, 0]), error('runs 0 to 50 of cell 0, got 50 to 100'));
  t.throws(() => check([0, 0, 40, 0]), error('runs 0 to 50 of cell 0, got 0 to 40'));
  t.throws(() => check([1, 0, 50, 25], [1, 0, 50, 25]), {
    message: "line 3 of the sweep's file expects runs 50 to 100 of cell 1, got 0 to 50",
  });
  // None of 50 alive: at most 7.1 %, so that the cell is done.
  t.throws(() => check([0, 0, 50, 0], [0, 50, 100, 0]), {
    message: "line 3 of the sweep's file expects no more runs of cell 0, got 50 to 100",
  });
});

t.test(
  'a finer grid is the one that comes of what is known, and its cells have what theirs had',
  async (t) => {
    // On either side of a half: what is between is looked at.
    const known: readonly Row[] = [
      [0, 0, 50, 0],
      [1, 0, 50, 50],
    ];
    checkFiner(known, [5, 28, 50], [1, 0, 50, 25], [1, 50, 100, 25]);
    const error = (message: string): { code: string; message: string } => ({
      code: 'SIMULATOR_SWEEP_FILE',
      message: `line ${message}`,
    });
    t.throws(
      () => checkFiner(known, [5, 27, 50]),
      error(
        '4 of the sweep\'s file expects [{"name":"replicas","values":[5,28,50]}], got [{"name":"replicas","values":[5,27,50]}]',
      ),
    );
    t.throws(
      () => checkFiner([[0, 0, 50, 0]], [5, 28, 50]),
      error("3 of the sweep's file expects runs 0 to 50 of cell 1, got a finer grid"),
    );
    t.throws(
      () => checkFiner(known, [5, 28, 50], [2, 0, 50, 50]),
      error("5 of the sweep's file expects no more runs of cell 2, got 0 to 50"),
    );
  },
);
