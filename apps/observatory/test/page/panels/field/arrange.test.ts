import fc from 'fast-check';
import t from 'tap';
import { arrange, cornerOf, neighbour, placeAt } from '../../../../page/panels/field/arrange.ts';

const sizes = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 30 });
const side = fc.integer({ min: 200, max: 1_500 });

t.test('every pod has a place of its own, in the box, that is found again', async (t) => {
  fc.assert(
    fc.property(sizes, side, side, (counts, width, height) => {
      const arrangement = arrange(counts, width, height);
      const { cell, pitch } = arrangement;
      const seen = new Set<string>();
      counts.forEach((count, group) => {
        for (let place = 0; place < count; place++) {
          const [left, top] = cornerOf(arrangement, group, place);
          seen.add(`${left} ${top}`);
          if (left < 0 || left + cell > width) throw new Error(`${left} is out of ${width}`);
          if (pitch > 2 && top + cell > height) throw new Error(`${top} is out of ${height}`);
          const found = placeAt(arrangement, left + cell / 2, top + cell / 2);
          if (found?.[0] !== group || found[1] !== place) throw new Error(`${group} ${place}`);
        }
      });
      return seen.size === counts.reduce((sum, count) => sum + count, 0);
    }),
    { numRuns: 60 },
  );
  t.pass();
});

t.test('few pods are large, ten thousand still fit', async (t) => {
  t.ok(arrange([50], 620, 300).pitch >= 40);
  const many = arrange(
    Array.from({ length: 334 }, () => 30),
    620,
    310,
  );
  t.ok(many.pitch >= 2);
});

t.test('arrows go to the next cell, over what is between groups', async (t) => {
  const arrangement = arrange([10, 10], 300, 200);
  t.same(neighbour(arrangement, [0, 0], [1, 0]), [0, 1]);
  t.same(neighbour(arrangement, [0, 0], [-1, 0]), [0, 0], 'no further');
  let at: readonly [number, number] = [0, 0];
  for (let tries = 0; tries < 20 && at[0] === 0; tries++) {
    const down = neighbour(arrangement, at, [0, 1]);
    at = down === at ? neighbour(arrangement, at, [1, 0]) : down;
  }
  t.equal(at[0], 1);
});
