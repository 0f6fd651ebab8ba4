import fc from 'fast-check';
import t from 'tap';
import { branchesBetween, relatedTo } from '../../../../page/panels/tree/branches.ts';
import { layoutTree, NOBODY, parentOf, placeOf, type Layout } from '../../../../page/panels/tree/layout.ts';
import { knowing } from '../../testing/followed.ts';

const infection = fc.record({
  parent: fc.integer({ min: -2, max: 29 }),
  at: fc.nat(5_000),
  ill: fc.constant(5_001),
  end: fc.integer({ min: 5_002, max: 9_000 }),
});
const told = fc.record({
  infections: fc.array(infection, { minLength: 1, maxLength: 30 }),
  fromMs: fc.constantFrom(-Infinity, 6_000, 8_000),
  first: fc.nat(29),
  count: fc.nat(29),
  most: fc.integer({ min: 1, max: 12 }),
});

t.test('stems of any stretch of rows come from where the infector stands', (t) => {
  fc.assert(
    fc.property(told, ({ infections: all, fromMs, first, count }) => {
      const { infections } = knowing(all);
      const layout = layoutTree(infections, { strain: undefined, fromMs, untilMs: Infinity });
      const last = Math.min(layout.order.length - 1, first + count);
      const branches = branchesBetween({ infections, layout }, first, last);
      t.equal(branches.length, Math.max(0, last - first + 1));
      for (const [index, { row, place, above }] of branches.entries()) {
        t.same([row, place], [layout.order[first + index], first + index]);
        t.equal(above, aboveOf(layout, parentOf(infections, row)));
      }
    }),
  );
  t.end();
});

t.test('related are those that one comes from, and the first that come from it, once each', (t) => {
  fc.assert(
    fc.property(told, ({ infections: all, fromMs, first, most }) => {
      const { infections } = knowing(all);
      const layout = layoutTree(infections, { strain: undefined, fromMs, untilMs: Infinity });
      const selected = first % infections.length;
      const related = relatedTo({ infections, layout }, selected, most);
      const ancestors = (row: number): number[] => {
        const rows: number[] = [];
        for (let at = parentOf(infections, row); at !== NOBODY && !rows.includes(at);) {
          rows.push(at);
          at = parentOf(infections, at);
        }
        return rows;
      };
      const isThere = placeOf(layout, selected) !== NOBODY;
      const isFrom = (row: number): boolean => row === selected || ancestors(row).includes(selected);
      const from = [...layout.order].filter((row) => isThere && isFrom(row)).slice(0, most);
      const to = ancestors(selected).filter((row) => placeOf(layout, row) !== NOBODY);
      t.same(
        related.map(({ row }) => row),
        [...from, ...to],
      );
      for (const { row, place, above } of related) {
        t.equal(place, placeOf(layout, row));
        t.equal(above, aboveOf(layout, parentOf(infections, row)));
      }
    }),
  );
  t.end();
});

function aboveOf(layout: Layout, parent: number): number {
  return parent === NOBODY ? NOBODY : placeOf(layout, parent);
}
