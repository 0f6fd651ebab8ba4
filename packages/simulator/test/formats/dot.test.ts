import t from 'tap';
import { dot } from '../../src/formats/dot.ts';
import { MAX_DOT_CASES } from '../../src/formats/limits.ts';
import { FOUR } from '../cases/infections.ts';
import { textOf } from './text.ts';

t.test('four cases, by hand', async (t) => {
  t.equal(
    textOf(dot(FOUR, 'Says "no"\\N\nand ends')),
    String.raw`digraph contagion {
  rankdir=LR;
  node [shape=box];
  label="Says \"no\"\\N\nand ends";
  c0 [label="podder 7, life 0\n0 s", pod=7, life=0, generation=1, infected=0];
  c1 [label="podder 3, life 0\n10.001 s", pod=3, life=0, generation=2, infected=10.001];
  c0 -> c1;
  c2 [label="podder 5, life 0\n10.601 s", pod=5, life=0, generation=2, infected=10.601];
  c0 -> c2;
  c3 [label="podder 7, life 1\n20.1 s", pod=7, life=1, generation=3, infected=20.1];
  c1 -> c3;
}
`,
  );
  t.notMatch(textOf(dot(FOUR)), '  label=');
});

t.test('too many', async (t) => {
  t.throws(() => dot(Object.assign([], { size: MAX_DOT_CASES + 1 })), { code: 'SIMULATOR_TOO_MANY_CASES' });
});
