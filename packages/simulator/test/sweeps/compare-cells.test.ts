import t from 'tap';
import { createModel } from '../../src/settings/create-model.ts';
import { countPairs, mcnemar, shareDifference } from '../../src/statistics/paired.ts';
import { cellsOf } from '../../src/sweeps/cell.ts';
import { compareCells } from '../../src/sweeps/compare-cells.ts';
import { doBlock } from '../../src/sweeps/block.ts';

t.test('pairs are runs of the same number', async (t) => {
  const one = { extinctAtMs: [null, null, 5, 7, null, 9] };
  const other = { extinctAtMs: [null, 4, 5, null] };
  const pairs = { both: 1, onlyFirst: 1, onlySecond: 1, neither: 1 };
  t.same(compareCells(one, other), { pairs: 4, difference: shareDifference(pairs), p: mcnemar(pairs).exact });
  t.equal(compareCells(one, other).p, 1);
  const all = Array.from({ length: 10 }, () => null);
  const none = all.map(() => 1_000);
  const { difference, p } = compareCells({ extinctAtMs: all }, { extinctAtMs: none });
  t.equal(difference.value, 1);
  t.ok(difference.low > 0.5);
  // Ten of ten one way: 2 / 2^10.
  t.equal(p.toFixed(9), (2 / 1_024).toFixed(9));
});

t.test('a setting against itself differs in nothing, as the same numbers are drawn', async (t) => {
  const [cell, twin, later] = cellsOf(
    [{ name: 'symptom-delay', values: [75_000, 75_001, 80_000] }],
    createModel({ pods: 50, sneezeIntervalMs: 600 }),
  );
  const runs = { seed: 3, untilMs: 1_200_000 };
  const [mine, near, far] = [cell!, twin!, later!].map((each) =>
    doBlock({ cell: each.index, from: 0, to: 50 }, each, runs),
  );
  t.match(compareCells(mine!, mine!), { pairs: 50, p: 1, difference: { value: 0 } });
  const { onlyFirst, onlySecond } = countPairs(
    far!.extinctAtMs.map((atMs) => atMs === null),
    mine!.extinctAtMs.map((atMs) => atMs === null),
  );
  t.equal(compareCells(far!, mine!).difference.value, (onlyFirst - onlySecond) / 50);
  t.ok(near!.extinctAtMs.length === 50);
});
