import fc from 'fast-check';
import t from 'tap';
import { measureJson } from '../../src/machinery/json-measure.ts';

t.test('depth, parts and size', async (t) => {
  t.same(measureJson('é', 100), { bytes: 5, values: 1, depth: 0 });
  t.match(measureJson({ a: [1, { b: [] }] }, 100), { values: 5, depth: 4 });
  let deep: unknown = 0;
  for (let level = 0; level < 200_000; level++) deep = [deep];
  t.equal(measureJson(deep, Number.POSITIVE_INFINITY).depth, 200_000);
  t.ok(measureJson(deep, 1_000).depth < 1_000, 'stops where it is large enough');
});

t.test('property: about as large as JSON is', async (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { bytes, values } = measureJson(value, Number.POSITIVE_INFINITY);
      const text = JSON.stringify(value);
      return (
        bytes >= text.replaceAll(/\\./g, '').length / 6 &&
        bytes <= 4 * Buffer.byteLength(text) + 8 &&
        values > 0
      );
    }),
  );
  t.pass('held');
});
