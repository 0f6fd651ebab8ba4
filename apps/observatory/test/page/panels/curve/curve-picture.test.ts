import { CODE, SyntheticEpidemic } from '@pod-contagion/observatory';
import t from 'tap';
import { curvePicture } from '../../../../page/panels/curve/curve-picture.ts';
import { fan } from '../../../../page/simulate/fan.ts';
import { chartSpan, futureUntilMs } from '../../../../page/state/charts.ts';
import { COLOURS } from '../../../../page/state/palette.ts';
import { brush, cursorMs, model, version } from '../../../../page/state/store.ts';
import { drawn } from '../../testing/drawn.ts';

const WIDTH_PX = 600;

/** Numbers of a path: x and y by turns. */
const numbersOf = (path: string): number[] => path.match(/-?\d+(\.\d+)?/g)!.map(Number);

const epidemic = new SyntheticEpidemic({ pods: 60, rate: 0.3, seed: 5, startMs: 10_000 });
model.load(epidemic.snapshot());
for (let atMs = 10_100; atMs <= 40_000; atMs += 100) {
  const frame = epidemic.frame(atMs);
  if (frame !== undefined) model.apply(frame);
}
version.value++;

t.test('an area for each condition, with its unit and both axes', (t) => {
  const { shapes, texts } = drawn(curvePicture(), WIDTH_PX);
  const fills = shapes.map(({ fill }) => fill);
  const codes = [CODE.susceptible, CODE.starting, CODE.waiting, CODE.incubating, CODE.symptomatic];
  t.same(
    fills,
    codes.map((code) => COLOURS[code]),
    'those that cover less come later',
  );
  for (const text of ['pods', '0', '60', 'h:min:s']) t.ok(texts.includes(text), text);
  t.ok(texts.filter((text) => /^\d\d:\d\d:\d\d$/.test(text)).length > 2, 'times');
  t.end();
});

t.test('the brush and the moment that is shown are in it', (t) => {
  const before = drawn(curvePicture(), WIDTH_PX).rects.length;
  const [fromMs, untilMs] = chartSpan.value;
  brush.value = [fromMs + 5_000, untilMs - 5_000];
  cursorMs.value = untilMs - 6_000;
  t.equal(drawn(curvePicture(), WIDTH_PX).rects.length, before + 4 + 1);
  brush.value = cursorMs.value = undefined;
  t.end();
});

t.test('futures end where the chart does', (t) => {
  const untilMs = chartSpan.value[1];
  const atMs = Float64Array.from({ length: 5 }, (_, step) => untilMs + step * 20_000);
  const counts = (count: number): Float64Array => new Float64Array(5).fill(count);
  const none = { runs: 200, of: 200, alive: { value: 1, low: 1, high: 1 }, halfOverMs: undefined };
  fan.value = { fromMs: untilMs, atMs, low: counts(10), median: counts(20), high: counts(900), ...none };
  futureUntilMs.value = atMs.at(-1)!;
  const { shapes } = drawn(curvePicture(), WIDTH_PX);
  fan.value = futureUntilMs.value = undefined;
  const [pale, band, median] = shapes.slice(-3);
  t.equal(pale!.path, band!.path);
  t.equal(median!.fill, 'none');
  const xs = numbersOf(median!.path).filter((_, place) => place % 2 === 0);
  t.ok(xs.length >= 3 && xs.at(-1)! <= WIDTH_PX - 10, 'the last part of a line is cut off');
  const ys = numbersOf(band!.path).filter((_, place) => place % 2 === 1);
  t.ok(
    ys.every((y) => y >= 20),
    'no higher than the chart',
  );
  t.end();
});
