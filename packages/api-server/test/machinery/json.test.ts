import fc from 'fast-check';
import t from 'tap';
import { differences, sameJson } from '../../src/machinery/json.ts';

t.test('what means the same', async (t) => {
  t.ok(sameJson({ a: 1, b: {} }, { a: 1, c: null }));
  t.notOk(sameJson({ a: 1 }, { a: 1, b: 2 }));
  t.notOk(sameJson([1, 2], [2, 1]));
});

t.test('property: a name that every object has is a name like any other', async (t) => {
  const name = fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype));
  fc.assert(
    fc.property(name, (inherited) => {
      const without = { plain: 'x' };
      const extended = { ...without, [inherited]: 'y' };
      const shown = `${inherited}: "y"`;
      return (
        !sameJson(without, extended) &&
        !sameJson(extended, without) &&
        sameJson(extended, structuredClone(extended)) &&
        differences(without, extended) === `+ ${shown}` &&
        differences(extended, without) === `- ${shown}`
      );
    }),
  );
  t.pass('held');
});
