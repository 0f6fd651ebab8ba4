import t from 'tap';
import { differenceOf } from '../../src/sweep/difference.ts';

t.test('where two values first differ', async (t) => {
  const value = { a: 1, b: { c: [1, 2], d: 'x' } };
  t.equal(differenceOf(value, structuredClone(value)), undefined);
  t.equal(differenceOf(value, { ...value, a: 2 }), 'a is 1, not 2');
  t.equal(differenceOf(value, { ...value, b: { c: [1, 3], d: 'y' } }), 'b.c.1 is 2, not 3');
  t.equal(differenceOf(value, { a: 1 }), 'b is {"c":[1,2],"d":"x"}, not left out');
  t.equal(differenceOf({ a: 1 }, { a: 1, e: null }), 'e is left out, not null');
});
