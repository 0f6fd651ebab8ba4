import fc from 'fast-check';
import t from 'tap';
import { DelayLine } from '../../src/engine/delay-line.ts';
import { NEVER } from '../../src/engine/wheel.ts';

t.test('property: first in, first out, whatever came in between', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 500 }), (steps) => {
      const line = new DelayLine();
      const model: [number, number, number][] = [];
      steps.forEach((isAdd, now) => {
        if (isAdd || model.length === 0) {
          line.add(now + 10, now, -now);
          model.push([now + 10, now, -now]);
        } else {
          t.strictSame([line.nextAt, line.pod, line.word], model.shift());
          line.shift();
        }
        t.equal(line.size, model.length);
      });
      t.equal(line.nextAt, model[0]?.[0] ?? NEVER);
      line.reset();
      t.equal(line.nextAt, NEVER);
    }),
    { numRuns: 50 },
  );
});

t.test(
  'property: what is renewed comes again where its word is later, as if it was taken out and put in',
  async (t) => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 64 }), fc.nat(8_192), (words, before) => {
        // As many as bring the entries anywhere in a chunk, or over its end.
        const [line, expected] = [new DelayLine(), new DelayLine()];
        for (const each of [line, expected]) {
          for (let entry = 0; entry < before; entry++) {
            each.add(1, entry, 0);
            each.shift();
          }
          words.forEach((word, pod) => each.add(5, pod, word));
        }
        for (let left = words.length; left > 0;) {
          const count = line.due(Math.min(left, 32));
          line.renew(count, 10);
          for (let index = 0; index < count; index++) {
            const { word } = expected;
            const pod = expected.shift();
            if (word > 10) expected.add(10, pod, word);
          }
          t.equal(line.size, expected.size);
          left -= count;
        }
        while (expected.size > 0) {
          t.strictSame([line.nextAt, line.pod, line.word], [expected.nextAt, expected.pod, expected.word]);
          line.shift();
          expected.shift();
        }
        t.equal(line.nextAt, NEVER);
      }),
      { numRuns: 50 },
    );
  },
);
