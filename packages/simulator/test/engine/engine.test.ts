import t from 'tap';
import { createRestarts, kubeletRules, nextRetryAtMs, noteEnd, noteRestart } from '@pod-contagion/lifecycle';
import { Engine, type EngineEvent } from '../../src/engine/engine.ts';
import * as STREAM from '../../src/engine/stream.ts';
import { hash, unit } from '../../src/engine/random.ts';
import * as COUNT from '../../src/engine/count.ts';
import { INSTANT, ORIGINAL } from './models.ts';

type Line = readonly [event: EngineEvent, atMs: number, pod: number, other: number];

/** All that happens in one run. */
function story(model = ORIGINAL, seed = 1, untilMs = 1_000_000): { lines: Line[]; engine: Engine } {
  const lines: Line[] = [];
  const engine = new Engine(model, { lineage: true, listener: (...line) => lines.push(line) });
  engine.reset(seed);
  engine.introduce();
  engine.run(untilMs);
  return { lines, engine };
}

t.test('one podder alone, by hand', async (t) => {
  const { lines, engine } = story({ ...ORIGINAL, pods: 1, machine: INSTANT }, 1);
  t.same(lines, [
    ['exposed', 0, 0, -1],
    ['symptomatic', 10_000, 0, -1],
    // Probes at whole seconds; the first that fails is that of the tenth, the third that of the twelfth.
    ['unready', 12_000, 0, -1],
    ['ended', 12_000, 0, -1],
    ['restarted', 12_000, 0, -1],
    ['up', 12_000, 0, -1],
    ['ready', 12_000, 0, -1],
  ]);
  // At 10.0, 10.6, 11.2 and 11.8 s, all at itself.
  t.equal(engine.counts[COUNT.sneezes], 1 + 4);
  t.equal(engine.counts[COUNT.refused], 4);
  t.equal(engine.nowMs, 12_000);
});

t.test('two podders: the other one is met by at least one of k sneezes', async (t) => {
  // Four sneezes at two that are listed: the other one falls ill in 1 - 2^-4 of all runs.
  const model = { ...ORIGINAL, pods: 2, machine: INSTANT };
  const runs = 20_000;
  const engine = new Engine(model, { lineage: true });
  let second = 0;
  for (let seed = 0; seed < runs; seed++) {
    engine.reset(seed);
    engine.introduce();
    engine.run(15_000);
    if (engine.counts[COUNT.infections]! > 1) second++;
  }
  const expected = runs * (1 - 2 ** -4);
  const deviation = Math.sqrt(runs * (15 / 16) * (1 / 16));
  t.ok(Math.abs(second - expected) < 4 * deviation, `${second} of ${runs}, expected ${expected}`);
});

t.test('three podders: how many of the other two fall ill in the first generation', async (t) => {
  const model = { ...ORIGINAL, pods: 3, machine: INSTANT };
  const runs = 20_000;
  const engine = new Engine(model, { lineage: true });
  const seen = [0, 0, 0];
  for (let seed = 0; seed < runs; seed++) {
    engine.reset(seed);
    engine.introduce();
    engine.run(15_000);
    seen[engine.counts[COUNT.infections]! - 1]!++;
  }
  // Of 3^4 ways of four sneezes: 1 meets nobody else, 2 x (2^4 - 1) one of the two, the rest both.
  const ways = [1, 30, 50];
  for (const [others, way] of ways.entries()) {
    const chance = way / 81;
    const deviation = Math.sqrt(runs * chance * (1 - chance));
    t.ok(
      Math.abs(seen[others]! - runs * chance) < 4 * deviation,
      `${others} others: ${seen[others]} of ${runs}`,
    );
  }
});

t.test('the same seed gives the same story, another one another', async (t) => {
  const { lines } = story(ORIGINAL, 5);
  t.ok(lines.length > 500);
  const text = JSON.stringify(lines);
  t.ok(JSON.stringify(story(ORIGINAL, 5).lines) === text);
  t.notOk(JSON.stringify(story(ORIGINAL, 6).lines) === text);
  const engine = new Engine(ORIGINAL, { lineage: true });
  for (const seed of [5, 6, 5]) {
    engine.reset(seed);
    engine.introduce();
    engine.run(1_000_000);
  }
  t.equal(engine.counts[COUNT.restarts], story(ORIGINAL, 5).engine.counts[COUNT.restarts], 'used again');
});

t.test('a story told without lineage is the same', async (t) => {
  const engine = new Engine(ORIGINAL);
  engine.reset(3);
  engine.introduce();
  engine.run(1_000_000);
  const { counts } = story(ORIGINAL, 3).engine;
  counts[COUNT.generations] = 0;
  t.same(engine.counts, counts);
});

t.test('every kill and every retry is the one that packages/lifecycle allows', async (t) => {
  const untilMs = 3_600_000;
  let kills = 0;
  let retries = 0;
  for (const [index, rules] of [
    kubeletRules('1.36'),
    kubeletRules('1.20'),
    kubeletRules('1.36', { maxBackoffMs: 30_000 }),
    kubeletRules('1.36', { reducedDecay: true }),
  ].entries()) {
    for (const symptomDelayMs of [1_000, 10_000, 100_000]) {
      const seed = 17 + index;
      const model = { ...ORIGINAL, pods: 200, symptomDelayMs, rules };
      const { lines } = story(model, seed, untilMs);
      const pods = Array.from({ length: model.pods }, () => ({
        restarts: createRestarts(),
        dueMs: NaN,
        retryMs: NaN,
      }));
      let wrong = 0;
      for (const [event, atMs, pod] of lines) {
        const known = pods[pod]!;
        if (event === 'ended') {
          kills++;
          known.dueMs = noteEnd(known.restarts, 'probe', atMs, rules);
          known.retryMs = atMs;
          while (known.retryMs < known.dueMs) {
            const random = unit(hash(seed, STREAM.retry, pod, known.retryMs));
            known.retryMs = nextRetryAtMs(known.retryMs, known.dueMs, random, rules);
            if (known.retryMs <= untilMs) retries++;
          }
        } else if (event === 'waiting' && known.dueMs === atMs) {
          wrong++;
        } else if (event === 'restarted') {
          if (atMs !== known.retryMs) wrong++;
          noteRestart(known.restarts, atMs, rules);
        }
      }
      t.equal(wrong, 0, `${symptomDelayMs} ms, kubelet ${rules.version}, at most ${rules.maxBackoffMs} ms`);
    }
  }
  t.ok(kills > 50_000 && kills + retries >= 100_000, `${kills} kills, ${retries} retries`);
});
