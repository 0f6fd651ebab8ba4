/** What a game on a cluster is compared with: futures of the present, with settings as they are measured. */
import { CODE, Model, SyntheticEpidemic } from '@pod-contagion/observatory';
import t from 'tap';
import { baselineAt, simulateAhead, simulateBaseline, type Baseline } from '../../../page/game/baseline.ts';
import { planOf } from '../../../page/simulate/plan.ts';
import { presentOf } from '../../../page/simulate/present.ts';
import { SimulatedRun } from '../../../page/simulate/simulated-run.ts';
import { START_MS, simulated } from '../testing/simulated.ts';

const RUNS = 15;

/** From a moment of a run on. */
function ahead({ model, plan }: ReturnType<typeof simulated>, afterMs: number): Baseline {
  const { plan: own, pods } = presentOf(model, START_MS + afterMs, plan);
  return [...simulateAhead(own, pods, RUNS)].at(-1)!();
}

/** How many were infected in a part of a run. */
function infectedBetween({ infections }: Model, fromMs: number, untilMs: number): number {
  let count = 0;
  for (let row = 0; row < infections.length; row++) {
    const atMs = infections.exposedAtMs(row)! - START_MS;
    if (atMs > fromMs && atMs <= untilMs) count++;
  }
  return count;
}

t.test('infections from the present on are counted, however many there were before', async (t) => {
  const run = simulated({ until: '5m', n: '30', death: 'replace' });
  const atMs = 240_000;
  const short = simulateBaseline(planOf({ n: '30', until: '30s' }).plan, RUNS);
  t.ok(infectedBetween(run.model, 0, atMs) > Number(Array.from(short.infections).at(-1)));
  const baseline = ahead(run, atMs);
  t.equal(baselineAt(baseline, 0), 0);
  t.match(baseline, { runs: RUNS, of: RUNS });
  const came = infectedBetween(run.model, atMs, atMs + 60_000);
  const expected = baselineAt(baseline, 60_000);
  t.ok(expected > came * 0.6 && expected < came * 1.4, `${expected}, and there came ${came}`);
  t.ok(baselineAt(baseline, 1_800_000) > 20 * expected, 'it goes on');
});

t.test('of one that dies out no more come than came', async (t) => {
  const run = simulated({ until: '10m', n: '20' });
  const baseline = ahead(run, 30_000);
  const whole = baselineAt(baseline, Infinity);
  t.ok(whole > 0);
  t.equal(baselineAt(baseline, 600_000), whole);
  t.ok(whole < 20 * 20);
});

t.test('where nobody is infected nothing is expected', async (t) => {
  const { plan: set } = planOf({ n: '5' });
  const model = new Model();
  model.load(new SimulatedRun(set, 'test', START_MS).snapshot());
  const { plan, pods } = presentOf(model, START_MS, set);
  t.equal(pods.filter(({ phase }) => phase === 'susceptible').length, 5);
  const [median] = [...simulateAhead(plan, pods, 1)];
  t.equal(baselineAt(median!(), Infinity), 0);
});

t.test('each median is of one run more', async (t) => {
  const run = simulated({ until: '20s', n: '10' });
  const { plan, pods } = presentOf(run.model, START_MS + 15_000, run.plan);
  t.same(
    Array.from(simulateAhead(plan, pods, 3), (median) => median().runs),
    [1, 2, 3],
  );
});

t.test('of a cluster its own settings count, not those that are set', async (t) => {
  const epidemic = new SyntheticEpidemic({ pods: 20, rate: 0.2, seed: 1, startMs: START_MS });
  const model = new Model();
  model.load(epidemic.snapshot());
  for (let tick = 1; tick <= 300; tick++) {
    const frame = epidemic.frame(START_MS + tick * 100);
    if (frame !== undefined) model.apply(frame);
  }
  t.ok(model.counts[CODE.incubating]! > 0);
  // Nothing would come of this one for an hour.
  const set = planOf({ delay: '1h' }).plan;
  const { plan, pods } = presentOf(model, model.tMs, set);
  const [median] = simulateAhead(plan, pods, 1);
  t.ok(baselineAt(median!(), 60_000) > 0);
});
