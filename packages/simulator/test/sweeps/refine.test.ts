import t from 'tap';
import { cellsOf } from '../../src/sweeps/cell.ts';
import { moveBlocks, refineAxes } from '../../src/sweeps/refine.ts';
import type { Axis } from '../../src/sweeps/axis.ts';
import { ORIGINAL } from '../engine/models.ts';

const DELAYS: Axis = { name: 'symptom-delay', values: [0, 10, 20, 30, 40] };

/** A hundred runs each, of which so many were alive: 40 to 60 is not known to be on one side of a half. */
function states(...alive: readonly number[]): { runs: number; alive: number }[] {
  return alive.map((each) => ({ runs: 100, alive: each }));
}

t.test(
  'between neighbours on different sides, on both sides of what is open, and nowhere else',
  async (t) => {
    const values = (...alive: number[]): unknown => refineAxes([DELAYS], states(...alive), 0.5)[0]?.values;
    t.same(values(0, 0, 0, 100, 100), [0, 10, 20, 25, 30, 40]);
    t.same(values(0, 100, 0, 0, 0), [0, 5, 10, 15, 20, 30, 40], 'each border, as there may be several');
    t.same(values(0, 0, 50, 100, 100), [0, 10, 15, 20, 25, 30, 40]);
    t.same(values(0, 0, 0, 0, 50), [0, 10, 20, 30, 35, 40]);
    t.same(values(0, 0, 0, 0, 0), DELAYS.values);
    t.same(
      refineAxes([{ name: 'replicas', values: [5, 6, 9] }], states(0, 100, 0), 0.5)[0]?.values,
      [5, 6, 8, 9],
    );
  },
);

t.test('of a grid each axis, wherever on the others it is', async (t) => {
  const axes: readonly Axis[] = [
    { name: 'replicas', values: [10, 50] },
    { name: 'symptom-delay', values: [0, 10, 20] },
  ];
  // Fewer podders: none; more: alive from 20 on.
  t.same(refineAxes(axes, states(0, 0, 0, 0, 0, 100), 0.5), [
    { name: 'replicas', values: [10, 30, 50] },
    { name: 'symptom-delay', values: [0, 10, 15, 20] },
  ]);
  t.same(refineAxes(axes, states(0, 0, 100, 0, 0, 100), 0.5), [
    axes[0],
    { name: 'symptom-delay', values: [0, 10, 15, 20] },
  ]);
});

t.test('between words there is nothing', async (t) => {
  const axes: readonly Axis[] = [
    { name: 'death', values: [0, 2] },
    { name: 'symptom-delay', values: [0, 10] },
  ];
  const states = [0, 50, 50, 50].map((alive) => ({ runs: 50, alive }));
  t.same(refineAxes(axes, states, 0.5), [axes[0], { name: 'symptom-delay', values: [0, 5, 10] }]);
});

t.test('what is done stays so in the finer grid', async (t) => {
  const axes: readonly Axis[] = [
    { name: 'replicas', values: [10, 50] },
    { name: 'symptom-delay', values: [0, 10] },
  ];
  const finer: readonly Axis[] = [
    { name: 'replicas', values: [10, 30, 50] },
    { name: 'symptom-delay', values: [0, 5, 10] },
  ];
  const counts = { from: 0, to: 50, alive: 0, restarts: 0, aliveRestarts: 0, infections: 0, events: 0 };
  const blocks = [0, 1, 2, 3].map((cell) => Object.assign({ cell, extinctAtMs: [] }, counts));
  const [from, to] = [cellsOf(axes, ORIGINAL), cellsOf(finer, ORIGINAL)];
  const moved = moveBlocks(blocks, from, to);
  t.same(
    moved.map(({ cell }) => to[cell]?.values),
    from.map(({ values }) => values),
  );
});
