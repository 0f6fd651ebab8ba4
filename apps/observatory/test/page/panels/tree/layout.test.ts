import fc from 'fast-check';
import type { InfectionTable } from '@pod-contagion/observatory';
import t from 'tap';
import { LEAST_LINEAGE } from '../../../../page/panels/tree/detail.ts';
import { layoutTree, NOBODY, parentOf, placeOf, startOf } from '../../../../page/panels/tree/layout.ts';
import { followed, knowing } from '../../testing/followed.ts';

/** How many rows of the tree each takes with all that come from it, counted from below. */
function sizesOf(infections: InfectionTable, order: Uint32Array): Map<number, number> {
  const sizes = new Map([...order].map((row) => [row, 1]));
  for (const row of order.toReversed()) {
    const parent = parentOf(infections, row);
    if (parent !== NOBODY) sizes.set(parent, sizes.get(parent)! + sizes.get(row)!);
  }
  return sizes;
}

const ALL = { strain: undefined, fromMs: -Infinity, untilMs: Infinity };

t.test('each infection has one row, below whoever infected it and right of it', (t) => {
  const { infections } = followed(40, 60);
  const layout = layoutTree(infections, ALL);
  const { order } = layout;
  t.ok(infections.length > 300);
  t.equal(order.length, infections.length);
  t.equal(new Set(order).size, infections.length);
  for (let row = 0; row < infections.length; row++) {
    t.equal(order[placeOf(layout, row)], row);
    const parent = parentOf(infections, row);
    if (parent === NOBODY) continue;
    t.ok(placeOf(layout, row) > placeOf(layout, parent));
    t.ok(startOf(infections, row) >= startOf(infections, parent));
  }
  t.end();
});

t.test('what comes from one takes the rows below it, and no line to another crosses a bar', (t) => {
  const { infections } = followed(40, 60);
  const layout = layoutTree(infections, ALL);
  const { order, offspring, lineages } = layout;
  const sizes = sizesOf(infections, order);
  let roots = 0;
  for (const [place, row] of order.entries()) {
    const parent = parentOf(infections, row);
    if (parent === NOBODY) {
      roots++;
      continue;
    }
    const from = placeOf(layout, parent);
    t.ok(place < from + sizes.get(parent)!);
    // Bars between the two ends of the line begin where it stands, or later.
    for (let between = from + 1; between < place; between++) {
      t.ok(startOf(infections, order[between]!) >= startOf(infections, row));
    }
  }
  const large = [...order.entries()].filter(([, row]) => sizes.get(row)! >= LEAST_LINEAGE);
  t.ok(large.length > 1);
  t.same(
    [[...lineages.places], [...lineages.sizes]],
    [large.map(([place]) => place), large.map(([, row]) => sizes.get(row))],
    'those from which many come',
  );
  t.equal(
    [...offspring].reduce((sum, each) => sum + each, 0) + roots,
    infections.length,
    'offspring and roots are all infections',
  );
  t.end();
});

t.test('whatever the numbers say, every infection that is not in a ring has a row', (t) => {
  const told = fc.array(fc.record({ parent: fc.integer({ min: -2, max: 11 }), at: fc.nat(5_000) }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(told, (infections) => {
      const isInRing = (id: number): boolean => {
        let at = id;
        for (let step = 0; step <= infections.length; step++) {
          at = infections[at]?.parent ?? -1;
          if (at < 0 || at >= infections.length) return false;
        }
        return true;
      };
      const { order } = layoutTree(knowing(infections).infections, ALL);
      const expected = infections.map((_, id) => id).filter((id) => !isInRing(id));
      return JSON.stringify([...order].toSorted((a, b) => a - b)) === JSON.stringify(expected);
    }),
  );
  t.end();
});

t.test('an infection may be known before the one that caused it', (t) => {
  const { infections } = knowing([
    { parent: 1, at: 2_000 },
    { parent: -1, at: 1_000 },
  ]);
  t.same([...layoutTree(infections, ALL).order], [1, 0]);
  t.end();
});

t.test('of a window only those have rows that were there in it', (t) => {
  const { infections } = knowing([
    { parent: -1, at: 1_000, ill: 1_500, end: 2_000 },
    { parent: 0, at: 1_600, ill: 2_500, end: 4_000 },
    { parent: 1, at: 3_000 },
  ]);
  const layout = layoutTree(infections, { ...ALL, fromMs: 2_100, untilMs: 2_900 });
  t.same([...layout.order], [1]);
  t.equal(placeOf(layout, 0), NOBODY);
  t.same([...layoutTree(infections, { ...ALL, strain: 1 }).order], []);
  t.end();
});

t.test('a chain of any length is laid out', (t) => {
  const told = Array.from({ length: 5_000 }, (_, id) => ({ parent: id - 1, at: id }));
  const { order, lineages } = layoutTree(knowing(told).infections, ALL);
  t.equal(order.length, 5_000);
  t.equal(lineages.sizes[0], 5_000);
  t.end();
});
