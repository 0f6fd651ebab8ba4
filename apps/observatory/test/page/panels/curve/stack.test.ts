import { CODE, Model, SyntheticEpidemic } from '@pod-contagion/observatory';
import t from 'tap';
import { STACK, stackCurve } from '../../../../page/panels/curve/stack.ts';

const model = new Model();
const epidemic = new SyntheticEpidemic({ pods: 60, rate: 0.3, seed: 5, startMs: 10_000 });
model.load(epidemic.snapshot());
for (let atMs = 10_100; atMs <= 70_000; atMs += 100) {
  const frame = epidemic.frame(atMs);
  if (frame !== undefined) model.apply(frame);
}
const { curve } = model.timeline;
const UNTIL_MS = model.tMs;

t.test('every moment adds up to all pods, and rises in time', async (t) => {
  for (const most of [2, 17, 500, 100_000]) {
    const { t: times, sums, counts } = stackCurve(curve, [10_000, UNTIL_MS], most);
    t.ok(times.length <= most + 2, `${times.length} of ${most}`);
    t.ok(times.every((time, place) => place === 0 || time > times[place - 1]!));
    t.ok(sums.at(-1)!.every((sum) => sum === 60));
    t.equal(counts.length, STACK.length);
  }
});

t.test('the last moment is how it is now', async (t) => {
  const { counts, t: times } = stackCurve(curve, [10_000, UNTIL_MS], 100);
  t.equal(times.at(-1), UNTIL_MS);
  STACK.forEach((code, layer) => t.equal(counts[layer]!.at(-1), model.counts[code]));
});

t.test('moments stay where they are while the span grows', async (t) => {
  const half = stackCurve(curve, [10_000, 60_000], 100);
  const more = stackCurve(curve, [10_000, 61_000], 100);
  t.same(more.t.slice(0, half.t.length - 1), half.t.slice(0, -1));
});

t.test('each moment is what the frames said', async (t) => {
  const { t: times, counts } = stackCurve(curve, [10_000, UNTIL_MS], 50);
  times.forEach((time, place) => {
    const then = model.timeline.at(time)!;
    const ill = then.condition.filter((code) => code === CODE.symptomatic).length;
    t.equal(counts[STACK.indexOf(CODE.symptomatic)]![place], ill, String(time));
  });
});

t.test('nothing before there is anything', async (t) => {
  t.same(stackCurve(new Model().timeline.curve, [0, 1_000], 10).t, []);
});
