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
