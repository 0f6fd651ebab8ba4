import { kubeletRules } from '@pod-contagion/lifecycle';
import t from 'tap';
import { createProbeTicker } from '../../../src/node/kubelet/probe-ticker.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

/** A ticker of 1 s whose first tick is at `firstMs`, and when it beat. */
function beatsOf(clock: ManualClock, random: number): { beats: number[]; beatNow: () => void } {
  const beats: number[] = [];
  const options = {
    clock,
    rules: kubeletRules('1.36'),
    kubeletStartedAtMs: 0,
    periodMs: 1_000,
    random: () => random,
  };
  const ticker = createProbeTicker(options, () => void beats.push(clock.nowMs()));
  return { beats, beatNow: ticker.beatNow };
}

t.test('a beat each period, at a phase of its own', async (t) => {
  const clock = createManualClock(0);
  const { beats } = beatsOf(clock, 0.25);
  await clock.advance(4_000);
  t.same(beats, [250, 1_250, 2_250, 3_250]);
});

t.test('a timer that goes off early does not beat twice', async (t) => {
  const clock = createManualClock(0);
  // As the timers of Node.js, which know no parts of a millisecond.
  const whole = {
    ...clock,
    schedule: (ms: number, action: () => void) => clock.schedule(Math.trunc(ms), action),
  };
  const { beats } = beatsOf(whole, 0.2507);
  await clock.advance(4_000);
  t.equal(beats.length, 4);
});

t.test('a timer that is late does not change the phase', async (t) => {
  const clock = createManualClock(0);
  const late = { ...clock, schedule: (ms: number, action: () => void) => clock.schedule(ms + 300, action) };
  const { beats } = beatsOf(late, 0.25);
  await clock.advance(4_000);
  t.same(beats, [550, 1_550, 2_550, 3_550]);
});

t.test('a beat now begins a new phase', async (t) => {
  const clock = createManualClock(0);
  const { beats, beatNow } = beatsOf(clock, 0.25);
  await clock.advance(1_900);
  beatNow();
  await clock.advance(2_000);
  t.same(beats, [250, 1_250, 1_900, 2_900, 3_900]);
});
