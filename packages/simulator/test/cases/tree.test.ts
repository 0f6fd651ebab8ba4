import fc from 'fast-check';
import t from 'tap';
import { treeOf, type Tree } from '../../src/cases/tree.ts';
import { ORIGINAL } from '../engine/models.ts';
import { chain, FOUR, infection, recordRun } from './infections.ts';

/** The ids of a list. */
function listOf({ nextSibling }: Tree, first: number): number[] {
  const ids = [];
  for (let id = first; id !== -1; id = nextSibling[id]!) ids.push(id);
  return ids;
}

t.test('four cases, by hand', async (t) => {
  const tree = treeOf(FOUR);
  t.same(listOf(tree, tree.firstRoot), [0]);
  t.same(
    [...tree.firstChild].map((first) => listOf(tree, first)),
    [[1, 2], [3], [], []],
  );
});

t.test('no cases, and several from outside', async (t) => {
  t.equal(treeOf(new Set()).firstRoot, -1);
  const tree = treeOf(new Set([infection(0, undefined), infection(1, 0), infection(2, undefined)]));
  t.same(listOf(tree, tree.firstRoot), [0, 2]);
});

t.test('a chain of a hundred thousand generations', async (t) => {
  const tree = treeOf(chain(100_000));
  t.ok(tree.firstChild.every((child, id) => child === (id === 99_999 ? -1 : id + 1)));
});

t.test('children are those that name it, in order, whatever the tree', async (t) => {
  const infectors = fc.array(fc.nat(), { minLength: 1, maxLength: 60 }).map((draws) =>
    // One in four comes from outside, the others from one before them.
    draws.map((draw, id) => (id === 0 || draw % 4 === 0 ? undefined : draw % id)),
  );
  fc.assert(
    fc.property(infectors, (from) => {
      const tree = treeOf(new Set(from.map((infector, id) => infection(id, infector))));
      const naming = (whom: number | undefined) =>
        from.flatMap((infector, id) => (infector === whom ? [id] : []));
      t.same(listOf(tree, tree.firstRoot), naming(undefined));
      for (const id of from.keys()) t.same(listOf(tree, tree.firstChild[id]!), naming(id));
    }),
    { numRuns: 50 },
  );
});

t.test('the cases of a recorder are taken as they are', async (t) => {
  const { cases } = recordRun(ORIGINAL, 1);
  t.equal(treeOf(cases).cases, cases);
});

t.test('refuses cases that are none of one run', async (t) => {
  const code = 'SIMULATOR_CASES';
  t.throws(() => treeOf(new Set([infection(1, undefined)])), {
    code,
    message: 'expected case 0 next, got case 1',
  });
  t.throws(() => treeOf(new Set([infection(0, undefined), infection(1, 1)])), {
    code,
    message: 'expected case 1 to be infected by one before it, got 1',
  });
  t.throws(() => treeOf(new Set([infection(0, -3)])), { code });
  t.throws(() => treeOf(new Set([infection(0, undefined), infection(1, 0.5)])), { code });
});
