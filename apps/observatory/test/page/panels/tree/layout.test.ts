import fc from 'fast-check';
import t from 'tap';
import { layoutTree, NOBODY, startOf } from '../../../../page/panels/tree/layout.ts';
import { followed, knowing } from '../../testing/followed.ts';

const ALL = { strain: undefined, fromMs: -Infinity, untilMs: Infinity };

t.test('each infection has one row, below whoever infected it and right of it', (t) => {
  const { infections } = followed(40, 60);
  const { order, rowOf, parentOf } = layoutTree(infections, ALL);
  t.ok(infections.length > 300);
  t.equal(order.length, infections.length);
  t.equal(new Set(order).size, infections.length);
  for (let row = 0; row < infections.length; row++) {
    t.equal(order[rowOf[row]!], row);
    const parent = parentOf[row]!;
    if (parent === NOBODY) continue;
    t.ok(rowOf[row]! > rowOf[parent]!);
    t.ok(startOf(infections, row) >= startOf(infections, parent));
  }
  t.end();
});

t.test('what comes from one takes the rows below it, and no line to another crosses a bar', (t) => {
  const { infections } = followed(40, 60);
  const { order, rowOf, parentOf, size, offspring } = layoutTree(infections, ALL);
  let roots = 0;
  for (const [place, row] of order.entries()) {
    const parent = parentOf[row]!;
    if (parent === NOBODY) {
      roots++;
      continue;
    }
    const from = rowOf[parent]!;
    t.ok(place < from + size[parent]!);
    // Bars between the two ends of the line begin where it stands, or later.
    for (let between = from + 1; between < place; between++) {
      t.ok(startOf(infections, order[between]!) >= startOf(infections, row));
    }
  }
  t.equal(
    offspring.reduce((sum, each) => sum + each, 0) + roots,
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
  const { order, size, rowOf } = layoutTree(infections, { ...ALL, fromMs: 2_100, untilMs: 2_900 });
  t.same([...order], [1]);
  t.equal(rowOf[0], NOBODY);
  t.equal(size[0], 1);
  t.same([...layoutTree(infections, { ...ALL, strain: 1 }).order], []);
  t.end();
});

t.test('a chain of any length is laid out', (t) => {
  const told = Array.from({ length: 5_000 }, (_, id) => ({ parent: id - 1, at: id }));
  const { order, size } = layoutTree(knowing(told).infections, ALL);
  t.equal(order.length, 5_000);
  t.equal(size[0], 5_000);
  t.end();
});
