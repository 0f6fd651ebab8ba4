import { SyntheticEpidemic } from '@pod-contagion/observatory';
import t from 'tap';
import { chartSpan } from '../../../page/state/charts.ts';
import { cursorMs, isReading, model, moment } from '../../../page/state/store.ts';
import {
  changeSpeed,
  goTo,
  playing,
  playOrPause,
  speed,
  SPEEDS,
  step,
  toNewest,
} from '../../../page/state/transport.ts';
import { takeOver } from '../../../page/stream/feeding.ts';
import { until } from '../../../../../scripts/testing/until.ts';

t.test('to any moment, and on from there', async (t) => {
  const feeder = takeOver('live');
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 0.5, seed: 2, startMs: 0 });
  feeder.load(epidemic.snapshot());
  for (let atMs = 100; atMs <= 30_000; atMs += 100) {
    const frame = epidemic.frame(atMs);
    if (frame !== undefined) feeder.apply(frame);
  }
  const newest = model.tMs;

  goTo(10_050);
  t.equal(cursorMs.value, 10_050);
  t.same(moment.value?.condition, model.timeline.at(10_050)?.condition);
  step(1);
  const next = cursorMs.value!;
  t.ok(next > 10_050);
  step(-1);
  t.ok(cursorMs.value! < next);
  goTo(newest + 1);
  t.equal(cursorMs.value, undefined, 'there is nothing after the newest');

  playOrPause();
  t.equal(cursorMs.value, newest, 'what is live stands still');
  goTo(newest - 2_000);
  speed.value = 64;
  playOrPause();
  t.ok(playing.value);
  await until('the newest', () => cursorMs.value === undefined);
  t.notOk(playing.value);

  for (const _ of SPEEDS) changeSpeed(-1);
  t.equal(speed.value, 0.25);
  changeSpeed(1);
  t.equal(speed.value, 0.5);
  toNewest();
});

t.test('while a recording is read the cursor moves seldom, and as far', async (t) => {
  const feeder = takeOver('live');
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 5, seed: 2, startMs: 0 });
  feeder.load(epidemic.snapshot());
  for (let atMs = 100; atMs <= 600_000; atMs += 1_000) feeder.apply(epidemic.frame(atMs)!);
  isReading.value = true;
  t.teardown(() => {
    isReading.value = false;
  });
  speed.value = 1;
  goTo(1_000);
  const beganMs = performance.now();
  playOrPause();
  for (let move = 1; move <= 3; move++) {
    const before = cursorMs.value;
    await until(`move ${move}`, () => cursorMs.value !== before);
  }
  const tookMs = performance.now() - beganMs;
  t.ok(tookMs >= 3 * 250, `3 moves in ${tookMs} ms`);
  t.ok(
    cursorMs.value! - 1_000 > 700 && cursorMs.value! - 1_000 <= tookMs,
    `${cursorMs.value} after ${tookMs} ms`,
  );
  toNewest();
});

t.test('step by step, also where charts have not been told of the newest yet', async (t) => {
  const feeder = takeOver('live');
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 5, seed: 2, startMs: 100_000 });
  feeder.load(epidemic.snapshot());
  const told = chartSpan.value[1];
  for (let atMs = 101_000; atMs <= 105_000; atMs += 1_000) {
    const frame = epidemic.frame(atMs);
    if (frame !== undefined) feeder.apply(frame);
  }
  t.equal(chartSpan.value[1], told, 'they are told ten times a second');
  const { t: times } = model.timeline.curve;
  const moments = Array.from({ length: times.length }, (_, index) => times.at(index));
  t.ok(moments.length > 3 && moments[1]! > told, `${moments.length} changes`);
  for (const moment of moments.slice(0, -1).toReversed()) {
    step(-1);
    t.equal(cursorMs.value, moment);
  }
  step(-1);
  t.equal(cursorMs.value, moments[0], 'nothing is before the first');
  for (const moment of moments.slice(1)) {
    step(1);
    t.equal(cursorMs.value, moment);
  }
  step(1);
  t.equal(cursorMs.value, undefined);
});
