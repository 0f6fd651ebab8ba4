import t from 'tap';
import { look } from '../../src/ensembles/look.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { MachineTimes, Model } from '../../src/engine/model.ts';
import { calibrate, scoreOf } from '../../src/recordings/calibrate.ts';
import { compare } from '../../src/recordings/compare.ts';
import type { Recording } from '../../src/recordings/recording.ts';
import { ORIGINAL, SLOW } from '../engine/models.ts';

/** What would be seen of one run, every three seconds. */
function record(model: Model, seed: number): Recording {
  const engine = new Engine(model);
  engine.reset(seed);
  engine.introduce();
  return Array.from({ length: 120 }, (_, index) => {
    engine.run(index * 3_000, false);
    return look(engine);
  });
}

const middle = ([least, most]: readonly [number, number]): number => (least + most) / 2;

t.test('a run of the same model lies within the bands of many', async (t) => {
  const { restarts, mostRestarts, curves } = compare(record(ORIGINAL, 77), new Engine(ORIGINAL), 200, 1);
  t.ok(restarts.isInside && mostRestarts.isInside);
  for (const [name, { share }] of Object.entries(curves)) t.ok(share >= 0.75, `${name}: ${share}`);
});

t.test('a run of another machine does not', async (t) => {
  const machine: MachineTimes = { ...SLOW, startMs: [9_000, 9_500] };
  const { curves } = compare(record({ ...ORIGINAL, machine }, 77), new Engine(ORIGINAL), 200, 1);
  t.ok(curves.restarts.share < 0.4, String(curves.restarts.share));
});

t.test('a search finds a machine that is as near as the true one, and as slow', async (t) => {
  const truth: MachineTimes = { ...SLOW, startMs: [2_800, 3_000], killMs: [100, 300] };
  const model = { ...ORIGINAL, machine: truth };
  const cases = [5, 6].map((seed) => ({ recording: record(model, seed), model: ORIGINAL }));
  const fast: MachineTimes = { ...SLOW, startMs: [300, 400] };
  const shares: number[] = [];
  const { machine } = calibrate(cases, fast, {
    seed: 3,
    rounds: [
      [80, 8],
      [16, 24],
      [4, 60],
    ],
    onRound: (share) => shares.push(share),
  });
  t.same(shares, [1 / 3, 2 / 3, 1]);
  const [found, true_, start] = [machine, truth, fast].map((each) => scoreOf(cases, each, 200, 8)) as [
    number,
    number,
    number,
  ];
  t.ok(found < true_ + 0.1 && found < start / 2, `found ${found}, true ${true_}, began at ${start}`);
  const down = (each: MachineTimes): number =>
    middle(each.killMs) + middle(each.startMs) + middle(each.readyMs);
  t.ok(Math.abs(down(machine) - down(truth)) < 700, `${down(machine)} ms, in truth ${down(truth)} ms`);
});
