import { CODE, Model, SyntheticEpidemic } from '@pod-contagion/observatory';
import { snapshotOf } from '@pod-contagion/observatory/snapshots';
import t from 'tap';
import { isTooEarly, shownCounts } from '../../../page/state/shown-counts.ts';
import { cursorMs, model, version } from '../../../page/state/store.ts';

const START_MS = 1_000_000;

t.test('before anybody followed the pods the counts are those of the curve', async (t) => {
  const epidemic = new SyntheticEpidemic({ pods: 30, rate: 0.2, seed: 5, startMs: START_MS });
  const whole = new Model();
  whole.load(epidemic.snapshot());
  const at = new Map<number, readonly number[]>();
  const goOn = (fromMs: number, untilMs: number, on: Model): void => {
    for (let ms = fromMs; ms <= untilMs; ms += 100) {
      const frame = epidemic.frame(START_MS + ms);
      if (frame === undefined) continue;
      on.apply(frame);
      if (on !== whole) whole.apply(frame);
      at.set(frame.t, [...whole.counts]);
    }
  };
  goOn(100, 20_000, whole);
  // A page that is opened now.
  model.load(snapshotOf(whole));
  goOn(20_100, 40_000, model);
  version.value++;
  t.notOk(isTooEarly.value);
  t.same(Array.from(shownCounts.value), Array.from(model.counts));
  let early = 0;
  for (const [ms, counts] of at) {
    cursorMs.value = ms;
    const [knownMs] = model.timeline.span!;
    t.equal(isTooEarly.value, ms < knownMs);
    if (ms < knownMs) early++;
    const told = (all: ArrayLike<number>): number[] =>
      Array.from(all).filter((_, code) => code !== CODE.gone);
    if (told(shownCounts.value).join() !== told(counts).join()) {
      t.same(told(shownCounts.value), told(counts), `${ms}`);
    }
  }
  t.ok(early > 50 && early < at.size, `${early} of ${at.size}`);
});
