import fc from 'fast-check';
import t from 'tap';
import { pan, zoomRows, zoomTime } from '../../../../page/panels/tree/window.ts';

const WHOLE = { fromMs: 1_000, untilMs: 101_000, top: 0, bottom: 1 };

t.test('the moment under the pointer stays there', (t) => {
  const { fromMs, untilMs } = zoomTime(WHOLE, WHOLE, 0.5, 26_000);
  t.equal(untilMs - fromMs, 50_000);
  t.equal((26_000 - fromMs) / 50_000, 0.25);
  t.end();
});

t.test('no way of zooming and panning leaves the whole', (t) => {
  const step = fc.record({
    factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    by: fc.integer({ min: -1e6, max: 1e6 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let window = WHOLE;
      for (const { factor, at, by } of steps) {
        const aroundMs = window.fromMs + at * (window.untilMs - window.fromMs);
        window = zoomTime(window, WHOLE, factor, aroundMs);
        window = zoomRows(window, factor, at);
        window = pan(window, WHOLE, by, by / 1e6);
        const { fromMs, untilMs, top, bottom } = window;
        const isInside = fromMs >= WHOLE.fromMs - 1e-6 && untilMs <= WHOLE.untilMs + 1e-6;
        if (!(isInside && top >= -1e-9 && bottom <= 1 + 1e-9)) return false;
        if (!(fromMs < untilMs && top < bottom)) return false;
      }
      return true;
    }),
  );
  t.end();
});
