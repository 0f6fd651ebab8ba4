import t from 'tap';
import { cellsOf, MAX_CELLS } from '../../src/sweeps/cell.ts';
import type { Model } from '../../src/engine/model.ts';
import { ORIGINAL } from '../engine/models.ts';

t.test('a grid, the last axis fastest', async (t) => {
  const cells = cellsOf(
    [
      { name: 'replicas', values: [10, 50] },
      { name: 'symptom-delay', values: [0, 1_000, 2_000] },
    ],
    ORIGINAL,
  );
  t.same(
    cells.map(({ index, values, model }) => [index, ...values, model.pods, model.symptomDelayMs]),
    [
      [0, 10, 0, 10, 0],
      [1, 10, 1_000, 10, 1_000],
      [2, 10, 2_000, 10, 2_000],
      [3, 50, 0, 50, 0],
      [4, 50, 1_000, 50, 1_000],
      [5, 50, 2_000, 50, 2_000],
    ],
  );
  t.same(cells[0]?.model, { ...ORIGINAL, pods: 10, symptomDelayMs: 0 });
});

t.test('each axis changes what it is called after', async (t) => {
  const one = (name: Parameters<typeof cellsOf>[0][0]['name'], value: number): unknown =>
    cellsOf([{ name, values: [value] }], ORIGINAL)[0]?.model;
  t.same(one('health-delay', 7), { ...ORIGINAL, healthDelayMs: 7 });
  t.same(one('sneeze-interval', 7), { ...ORIGINAL, sneezeIntervalMs: 7 });
  t.match(one('max-restart-period', 5_000), { rules: { initialBackoffMs: 5_000, maxBackoffMs: 5_000 } });
  t.match(one('max-restart-period', 60_000), { rules: { initialBackoffMs: 10_000, maxBackoffMs: 60_000 } });
  t.match(one('liveness-period', 2_000), { liveness: { periodMs: 2_000, failureThreshold: 3 } });
  t.same(
    [0, 1, 2].map((value) => (one('death', value) as Model).death),
    ['restart', 'replace', 'exit'],
  );
  t.match(one('liveness-threshold', 5), { liveness: { periodMs: 1_000, failureThreshold: 5 } });
});

t.test('podders that learn immunity are not replaced', async (t) => {
  const immune = { ...ORIGINAL, learnsImmunity: true };
  t.equal(cellsOf([{ name: 'death', values: [0, 2] }], immune).length, 2);
  t.throws(() => cellsOf([{ name: 'death', values: [0, 1] }], immune), { code: 'SIMULATOR_SWEEP' });
});

t.test('too many cells, and one axis twice', async (t) => {
  const values = Array.from({ length: 1_000 }, (_, index) => index + 1);
  const axes = [
    { name: 'replicas', values },
    { name: 'symptom-delay', values },
  ] as const;
  t.throws(() => cellsOf(axes, ORIGINAL), {
    code: 'SIMULATOR_SWEEP',
    message: `expected at most ${MAX_CELLS} cells, got 1000000`,
  });
  t.throws(() => cellsOf([axes[0], axes[0]], ORIGINAL), { code: 'SIMULATOR_SWEEP', message: /once/ });
});

t.test('two axes that together are beyond the grid of time', async (t) => {
  const axes = [
    { name: 'liveness-period', values: [1_000_000] },
    { name: 'liveness-threshold', values: [268, 269] },
  ] as const;
  t.throws(() => cellsOf(axes, ORIGINAL), {
    code: 'SIMULATOR_SWEEP',
    message:
      'expected liveness to fail for at most 268435456 ms before it kills, got 269 failures 1000000 ms apart',
  });
});
