import { CODE, SyntheticEpidemic } from '@pod-contagion/observatory';
import t from 'tap';
import { estimateRequest } from '../../../page/estimates/estimate-request.ts';
import { cursorMs, model } from '../../../page/state/store.ts';
import { takeOver } from '../../../page/stream/feeding.ts';
import { START_MS } from './cases.ts';

t.test('pods and infected are those of the moment that is shown', async (t) => {
  const feeder = takeOver('live');
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 0.5, seed: 2, startMs: START_MS });
  feeder.load(epidemic.snapshot());
  for (let atMs = 100; atMs <= 10_000; atMs += 100) {
    const frame = epidemic.frame(START_MS + atMs);
    if (frame !== undefined) feeder.apply(frame);
  }
  const pods = model.pods.length;
  // One more pod comes, and falls ill at once.
  feeder.apply({
    n: model.cursor + 1,
    t: START_MS + 20_000,
    pods: [[pods, 'late', 'late', '', '']],
    i: [pods],
    c: [CODE.symptomatic],
    y: [1],
    r: [0],
  });
  const ofPods = (codes: ArrayLike<number>): number =>
    Array.from(codes).filter((code) => code === CODE.incubating || code === CODE.symptomatic).length;

  const now = estimateRequest();
  t.match(now, { cursorMs: undefined, pods: pods + 1, nowMs: START_MS + 20_000 });
  t.equal(now.infected, ofPods(model.pods.condition.array.subarray(0, pods + 1)));
  for (const atMs of [START_MS + 2_000, START_MS + 10_000]) {
    cursorMs.value = atMs;
    const past = estimateRequest();
    t.match(past, { cursorMs: atMs, pods, nowMs: START_MS + 20_000 });
    t.equal(past.infected, ofPods(model.timeline.at(atMs)!.condition));
  }
  cursorMs.value = undefined;
});

t.test('infections that are kept no more are counted', async (t) => {
  const feeder = takeOver('live');
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 0.5, seed: 2, startMs: START_MS });
  for (let atMs = 100; atMs <= 10_000; atMs += 100) epidemic.frame(START_MS + atMs);
  const whole = epidemic.snapshot();
  feeder.load(whole);
  t.match(estimateRequest(), { forgotten: 0, generations: whole.totals.generations });
  feeder.load({ ...whole, totals: { ...whole.totals, infections: 1_000_000, generations: 5_000 } });
  t.match(estimateRequest(), { forgotten: 1_000_000 - model.infections.length, generations: 5_000 });
});
