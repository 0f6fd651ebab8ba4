import t from 'tap';
import { newick } from '../../src/formats/newick.ts';
import { CHUNK_CHARACTERS, MAX_NEWICK_CASES } from '../../src/formats/limits.ts';
import { chain, FOUR, infection, recordRun } from '../cases/infections.ts';
import { ORIGINAL } from '../engine/models.ts';
import { arcs, arcsOf, distances, readNested, textOf } from './text.ts';

t.test('four cases, by hand', async (t) => {
  t.equal(textOf(newick(FOUR)), '((c3:10.099)c1:10.001,c2:10.601)c0:0;\n');
});

t.test('none, one, and several from outside', async (t) => {
  t.equal(textOf(newick(new Set())), ';\n');
  t.equal(textOf(newick(new Set([infection(0, undefined, { exposedAtMs: 250 })]))), 'c0:0.25;\n');
  const several = new Set([
    infection(0, undefined),
    infection(1, undefined),
    infection(2, 0),
    infection(3, undefined),
  ]);
  t.equal(textOf(newick(several)), '((c2:20)c0:0,c1:10,c3:30)outside;\n');
});

t.test('a real run: distances from the root are times of exposure', async (t) => {
  const { cases } = recordRun(ORIGINAL, 2);
  const root = readNested(textOf(newick(cases)));
  const expected = new Map([...cases].map(({ id, exposedAtMs }) => [`c${id}`, exposedAtMs]));
  t.same(distances(root), expected);
  t.same(arcs(root), arcsOf(cases));
});

t.test('a chain of a hundred thousand generations, in pieces', async (t) => {
  const pieces = [...newick(chain(100_000))];
  t.ok(pieces.length > 10);
  t.ok(pieces.every((piece) => piece.length < CHUNK_CHARACTERS + 100));
  const text = pieces.join('');
  t.equal(text.lastIndexOf('('), 99_998);
  t.ok(text.endsWith(')c2:1)c1:1)c0:0;\n'));
  t.equal(distances(readNested(text)).get('c99999'), 99_999_000);
});

t.test('no more cases than its readers take, and none of them is written', async (t) => {
  const tooMany = Object.assign([], { size: MAX_NEWICK_CASES + 1 });
  t.throws(() => newick(tooMany), {
    code: 'SIMULATOR_TOO_MANY_CASES',
    message: 'expected at most 1000000 cases for Newick, got 1000001',
  });
});
