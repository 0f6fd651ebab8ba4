import t from 'tap';
import { Engine } from '../../src/engine/engine.ts';
import type { Model } from '../../src/engine/model.ts';
import { PRESENT_MS, type PresentPod } from '../../src/engine/present.ts';
import * as COUNT from '../../src/engine/count.ts';
import { createModel } from '../../src/settings/create-model.ts';
import { INSTANT, ORIGINAL } from './models.ts';

const WELL: PresentPod = {
  phase: 'susceptible',
  sinceMs: 0,
  isReady: true,
  restarts: 0,
  rung: 0,
  rungSinceMs: 0,
  lastEndMs: undefined,
};

/** Symptoms after 10 s, probes fail with them and kill two periods later at a whole second. */
const MODEL: Model = { ...ORIGINAL, machine: INSTANT };

type Line = readonly [event: string, afterMs: number, pod: number];

function told(
  model: Model,
  present: readonly PresentPod[],
  forMs: number,
): { lines: Line[]; engine: Engine } {
  const lines: Line[] = [];
  const engine = new Engine(model, {
    listener: (event, atMs, pod) => lines.push([event, atMs - PRESENT_MS, pod]),
  });
  engine.resume(1, present);
  engine.run(PRESENT_MS + forMs);
  return { lines, engine };
}

t.test('who is well stays well', async (t) => {
  const { lines, engine } = told({ ...MODEL, pods: 2 }, [WELL, { ...WELL, restarts: 5 }], 60_000);
  t.strictSame(lines, []);
  t.equal(engine.listed, 2);
  t.equal(engine.restartsOf(1), 5);
  t.equal(engine.counts[COUNT.restarts], 5);
  t.equal(engine.infected, 0);
});

t.test('who was ill before is immune where podders learn it', async (t) => {
  const model: Model = { ...MODEL, pods: 3, learnsImmunity: true };
  const ill: PresentPod = { ...WELL, phase: 'symptomatic', sinceMs: 100 };
  const { lines, engine } = told(model, [ill, { ...WELL, restarts: 1 }, WELL], 60_000);
  const exposed = lines.filter(([event]) => event === 'exposed').map(([, , pod]) => pod);
  t.same(exposed, [2], 'neither the second, nor the first once it is back');
  t.equal(engine.counts[COUNT.immune], 3);
});

t.test('one begun again is as a new one', async (t) => {
  const model: Model = { ...ORIGINAL, pods: 12, sneezeBreaker: 2 };
  const present = Array.from({ length: 12 }, (_, pod): PresentPod =>
    pod < 4 ? { ...WELL, phase: 'symptomatic', sinceMs: 300, isReady: pod > 1 } : WELL,
  );
  const engine = new Engine(model);
  const sums: string[] = [];
  for (const seed of [1, 2, 3, 1]) {
    engine.resume(seed, present);
    engine.run(PRESENT_MS + 120_000);
    const fresh = new Engine(model);
    fresh.resume(seed, present);
    fresh.run(PRESENT_MS + 120_000);
    t.same([...engine.counts], [...fresh.counts], `seed ${seed}`);
    t.equal(engine.digest(), fresh.digest());
    sums.push([...engine.counts].join());
  }
  t.equal(sums[3], sums[0]);
  t.equal(new Set(sums).size, 3);
});

t.test('who is infected falls ill when it would have', async (t) => {
  const model = { ...MODEL, pods: 2 };
  const { lines } = told(model, [{ ...WELL, phase: 'incubating', sinceMs: 6_000 }, WELL], 6_500);
  t.strictSame(lines.slice(0, 1), [['symptomatic', 4_000, 0]]);
  t.ok(lines.some(([event, afterMs, pod]) => event === 'exposed' && afterMs >= 4_000 && pod === 1));
  t.ok(lines.some(([event, afterMs, pod]) => event === 'ended' && afterMs === 6_000 && pod === 0));
  // Clocks differ: one that should have fallen ill does at once.
  const late = told(model, [WELL, { ...WELL, phase: 'incubating', sinceMs: 12_345 }], 100);
  t.strictSame(late.lines.slice(0, 1), [['symptomatic', 0, 1]]);
});

t.test('who is ill goes on sneezing and dies as its probes come', async (t) => {
  const pods = 3;
  const ill: PresentPod = { ...WELL, phase: 'symptomatic', sinceMs: 900, isReady: false };
  const { lines, engine } = told({ ...MODEL, pods }, [ill, WELL, WELL], 2_100);
  // It fails since 900 ms ago: probed now, after a second and after two, the last of which kills.
  const end = lines.find(([event]) => event === 'ended');
  t.strictSame(end, ['ended', 2_000, 0]);
  // Each 600 ms since its first symptom: 900 + 300 is the next.
  const first = lines.find(([event]) => event === 'exposed');
  t.ok(first !== undefined && first[1] % 600 === 300, JSON.stringify(lines));
  t.ok(engine.counts[COUNT.sneezes]! > 0);
  // One that should long be dead is within a period.
  const late = told({ ...MODEL, pods }, [{ ...ill, sinceMs: 60_000 }, WELL, WELL], 1_100);
  t.ok(late.lines.some(([event, afterMs]) => event === 'ended' && afterMs > 0 && afterMs <= 1_000));
});

t.test('who waits waits for what is left of its back-off', async (t) => {
  const waiting: PresentPod = {
    ...WELL,
    phase: 'waiting',
    isReady: false,
    restarts: 3,
    rung: 3,
    rungSinceMs: 50_000,
    sinceMs: 10_000,
    lastEndMs: 10_000,
  };
  const engine = new Engine({ ...MODEL, pods: 1 }, {});
  engine.resume(1, [waiting]);
  t.equal(engine.listed, 0);
  // 40 s since its end, of which 10 have passed: 30 are left, and up to a half more until it is looked at.
  engine.run(PRESENT_MS + 29_900, false);
  t.equal(engine.counts[COUNT.waiting], 1);
  engine.run(PRESENT_MS + 46_100, false);
  t.equal(engine.counts[COUNT.waiting], 0);
  t.equal(engine.restartsOf(0), 4);
  t.equal(engine.listed, 1);
});

t.test('who starts or is not ready yet becomes so', async (t) => {
  const starting: PresentPod = {
    ...WELL,
    phase: 'starting',
    isReady: false,
    sinceMs: 100,
    restarts: 1,
    lastEndMs: 100,
  };
  const model = createModel({ pods: 3 });
  const engine = new Engine(model, {});
  engine.resume(5, [starting, { ...starting, sinceMs: 90_000 }, { ...WELL, isReady: false }]);
  t.equal(engine.listed, 0);
  engine.run(PRESENT_MS + 5_000, false);
  t.equal(engine.listed, 3);
  t.equal(engine.counts[COUNT.susceptible], 3);
});

t.test('what can not begin in the middle is refused', async (t) => {
  t.throws(() => new Engine({ ...MODEL, pods: 2 }, {}).resume(1, [WELL]), {
    message: 'expected 2 pods, got 1',
  });
  const starter = createModel({ pods: 1, starterUntilMs: 1_000 });
  t.throws(() => new Engine(starter, {}).resume(1, [WELL]), { message: /no starter/ });
  const quick = createModel({ pods: 1, symptomDelayMs: 10, healthDelayMs: 0 });
  t.throws(() => new Engine(quick, {}).resume(1, [WELL]), { message: /100 ms or more/ });
});

t.test('a contagion that goes on from what it was is like one that was never stopped', async (t) => {
  // Of 50 podders that are replaced it never ends: as many are infected after a minute, wherever it is begun.
  const model = createModel({ pods: 50, death: 'replace', symptomDelayMs: 3_000 });
  const engine = new Engine(model, {});
  const infected: number[] = [];
  for (let seed = 1; seed <= 20; seed++) {
    const present = Array.from({ length: 50 }, (_, pod): PresentPod =>
      pod < 25 ? { ...WELL, phase: 'incubating', sinceMs: pod * 100 } : WELL,
    );
    engine.resume(seed, present);
    engine.run(PRESENT_MS + 60_000);
    infected.push(engine.infected);
  }
  const whole: number[] = [];
  for (let seed = 1; seed <= 20; seed++) {
    engine.reset(seed);
    for (let sneeze = 0; sneeze < 25; sneeze++) engine.introduce();
    engine.run(60_000);
    whole.push(engine.infected);
  }
  const mean = (numbers: readonly number[]): number =>
    numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  t.ok(Math.abs(mean(infected) - mean(whole)) < 4, `${mean(infected)} beside ${mean(whole)}`);
});
