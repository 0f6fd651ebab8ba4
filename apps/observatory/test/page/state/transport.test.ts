import { SyntheticEpidemic } from '@pod-contagion/observatory';
import t from 'tap';
import { cursorMs, model, moment } from '../../../page/state/store.ts';
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
