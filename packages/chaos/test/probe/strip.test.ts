import fc from 'fast-check';
import t from 'tap';
import { createStrip, MAX_STRIP_CELLS } from '../../src/probe/strip.ts';

t.test('draws what happened in each stretch', async (t) => {
  const maker = createStrip();
  t.same(maker.strip(), { cellMs: 100, cells: '' });
  for (const [sentAtMs, failed] of [
    [0, false],
    [120, true],
    [150, false],
    [450, true],
  ] as const) {
    maker.add(sentAtMs, failed);
  }
  t.same(maker.strip(), { cellMs: 100, cells: './  x' });
});

t.test('stretches double when there would be too many', async (t) => {
  const maker = createStrip();
  for (let sentAtMs = 0; sentAtMs < 6_000; sentAtMs += 100) maker.add(sentAtMs, sentAtMs >= 3_000);
  t.same(maker.strip(), { cellMs: 100, cells: '.'.repeat(30) + 'x'.repeat(30) });
  maker.add(6_000, false);
  t.same(maker.strip(), { cellMs: 200, cells: `${'.'.repeat(15)}${'x'.repeat(15)}.` });
});

t.test('is never too long, and shows a failure whenever there was one', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 1e10 }), fc.boolean()), { maxLength: 50 }), (samples) => {
      const maker = createStrip();
      for (const [sentAtMs, failed] of samples) maker.add(sentAtMs, failed);
      const { cells } = maker.strip();
      return (
        cells.length <= MAX_STRIP_CELLS &&
        /[x/]/.test(cells) === samples.some(([, failed]) => failed) &&
        /[./]/.test(cells) === samples.some(([, failed]) => !failed)
      );
    }),
  );
  t.pass('held');
});
