import { CODE, Model, SyntheticEpidemic } from '@pod-contagion/observatory';
import { snapshotOf } from '@pod-contagion/observatory/snapshots';
import t from 'tap';
import { Futures } from '../../../page/simulate/futures.ts';
import { planOf } from '../../../page/simulate/plan.ts';
import { presentOf } from '../../../page/simulate/present.ts';
import { SimulatedRun } from '../../../page/simulate/simulated-run.ts';
import { cursorMs, model as shown, version } from '../../../page/state/store.ts';
import { askWhatIf, whatIf } from '../../../page/simulate/what-if.ts';
import { whatIfLines } from '../../../page/simulate/what-if-sentences.ts';
import { START_MS, simulated } from '../testing/simulated.ts';

t.test('the present is what pods are, and what they were before', async (t) => {
  const { model, plan } = simulated({ until: '100s', n: '30' });
  const atMs = START_MS + 85_000;
  const { pods, infected } = presentOf(model, atMs, plan);
  t.equal(pods.length, 30);
  const moment = model.timeline.at(atMs)!;
  t.equal(
    infected,
    moment.condition.filter((code) => code === CODE.incubating || code === CODE.symptomatic).length,
  );
  t.ok(infected > 0);
  for (const [pod, { phase, sinceMs, restarts, lastEndMs }] of pods.entries()) {
    t.equal(restarts, moment.restarts[pod]);
    t.equal(lastEndMs === undefined, restarts === 0 && phase !== 'waiting', `pod ${pod} ${phase}`);
    if (phase === 'incubating') t.ok(sinceMs >= 0 && sinceMs <= 10_000, `infected for ${sinceMs} ms`);
    if (phase === 'symptomatic') t.ok(sinceMs >= 0 && sinceMs <= 5_000, `ill for ${sinceMs} ms`);
  }
  t.ok(pods.some(({ phase, rung }) => phase === 'waiting' && rung >= 1));
});

t.test('futures of a simulation surround what it came to', async (t) => {
  const { model, plan } = simulated({ until: '70s', n: '50', death: 'replace' });
  const fromMs = START_MS + 30_000;
  const { pods } = presentOf(model, fromMs, plan);
  const futures = new Futures(plan, pods, fromMs);
  for (let count = 0; count < 12; count++) futures.step();
  const { atMs, low, high, median, alive, halfOverMs, runs } = futures.fan();
  t.equal(runs, 12);
  t.equal(atMs[0], fromMs);
  t.equal(median[0], presentOf(model, fromMs, plan).infected);
  t.ok(atMs.every((_, point) => low[point]! <= median[point]! && median[point]! <= high[point]!));
  // Replaced pods wait for nothing: it goes on for good.
  t.equal(alive.value, 1);
  t.ok(alive.low > 0.7 && alive.high === 1);
  t.equal(halfOverMs, undefined);
  const later = presentOf(model, fromMs + 30_000, plan).infected;
  const point = atMs.indexOf(fromMs + 30_000);
  t.ok(
    later >= low[point]! - 8 && later <= high[point]! + 8,
    `${later}, not ${low[point]} to ${high[point]}`,
  );
});

t.test('one that dies out does so in all futures', async (t) => {
  const { model, plan } = simulated({ until: '2m', n: '20' });
  const fromMs = START_MS + 40_000;
  const { pods } = presentOf(model, fromMs, plan);
  const futures = new Futures(plan, pods, fromMs);
  for (let count = 0; count < 20; count++) futures.step();
  const fan = futures.fan();
  t.equal(fan.alive.value, 0);
  t.ok(fan.halfOverMs! > fromMs);
  t.match(whatIfLines({ phase: 'done', message: '', unknown: [] }, { ...fan, of: 20 }), [
    /^20 of 20 futures from \d\d:\d\d:\d\d on$/,
    /^alive after 1 h 0 min: 0.00 %, with 95 % confidence 0.00 % to 16.1 %$/,
    'infected then 0.00, in four of five 0.00 to 0.00',
    /^half of them are over after \d/,
  ]);
});

t.test('of a cluster it is measured what can be, and the rest is said', async (t) => {
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 0.2, seed: 1, startMs: START_MS });
  const model = new Model();
  model.load(epidemic.snapshot());
  for (let tick = 1; tick <= 300; tick++) {
    const frame = epidemic.frame(START_MS + tick * 100);
    if (frame !== undefined) model.apply(frame);
  }
  const { plan, unknown, pods } = presentOf(model, model.tMs, planOf({}).plan);
  t.equal(plan.settings.pods, 20);
  t.equal(pods.length, 20);
  t.not(plan.settings.symptomDelayMs, 10_000);
  t.match(
    unknown.join(' '),
    /Measured: symptoms after [\d.]+ s, ill for [\d.]+ s, a sneeze each [\d.]+ s\. All else .* as it is set in Simulate/,
  );
  const futures = new Futures(plan, pods, model.tMs);
  futures.step();
  t.equal(futures.count, 1);
});

t.test('what was not seen is counted and said', async (t) => {
  const { model, plan } = simulated({ until: '60s', n: '10' });
  const snapshot = new SimulatedRun(plan, 'late', START_MS).snapshot();
  // As if the page began in the middle: pods were restarted before, and nobody told when.
  const late = new Model();
  late.load({
    ...snapshot,
    pods: {
      ...snapshot.pods,
      restarts: snapshot.pods.uid.map(() => 4),
      condition: snapshot.pods.uid.map(() => CODE.waiting),
    },
  });
  const { unknown, pods } = presentOf(late, START_MS, plan);
  t.match(unknown.join(' '), /10 pods have been restarted more often than is known/);
  t.match(unknown.join(' '), /10 pods have been as they are for a time that nobody knows/);
  t.ok(pods.every(({ phase, restarts }) => phase === 'waiting' && restarts === 4));
  t.ok(model.infections.length > 0);
});

t.test('futures are asked for only of what is known', async (t) => {
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 0.2, seed: 5, startMs: START_MS });
  const before = new Model();
  before.load(epidemic.snapshot());
  for (let ms = 100; ms <= 10_000; ms += 100) {
    const frame = epidemic.frame(START_MS + ms);
    if (frame !== undefined) before.apply(frame);
  }
  shown.load(snapshotOf(before));
  cursorMs.value = START_MS + 2_000;
  askWhatIf();
  t.match(whatIf.value, {
    phase: 'refused',
    message: /^What each pod was is known from \d\d:\d\d:\d\d on only/,
  });
  // Another source, of which nobody tells how they are.
  const quiet = new SyntheticEpidemic({ pods: 20, rate: 1e-9, seed: 5, startMs: START_MS });
  const { source, ...rest } = quiet.snapshot();
  shown.load({
    ...rest,
    epoch: 'quiet',
    source: { ...source, kind: 'cluster' },
    status: { ...rest.status, asked: 0 },
  });
  version.value++;
  t.equal(whatIf.value, undefined, 'what was said of the other one is gone');
  cursorMs.value = undefined;
  askWhatIf();
  t.match(whatIf.value, { phase: 'refused', message: /^Nobody can be asked/ });
  shown.load({
    ...rest,
    epoch: 'asked',
    source: { ...source, kind: 'cluster' },
    status: { ...rest.status, asked: 20 },
  });
  askWhatIf();
  t.match(whatIf.value, { phase: 'nobody' });
});
