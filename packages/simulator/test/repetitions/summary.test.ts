import t from 'tap';
import { ONE_SNEEZE } from '../../src/engine/outbreak.ts';
import { summarise, type SummedRun } from '../../src/repetitions/summary.ts';
import { NO_TALLY, type Tally } from '../../src/repetitions/tally.ts';
import { tellWholeBlock } from '../../src/repetitions/tell-block.ts';
import { addRatios, addRun, NO_RATIO } from '../../src/statistics/ratio.ts';
import { INSTANT, ORIGINAL } from '../engine/models.ts';
import { rounded } from '../statistics/close.ts';

const MODEL = { ...ORIGINAL, machine: INSTANT };

function toldRun(run: number, extinctAtMs: number | undefined, infections: number): SummedRun {
  const others = { infected: 0, peakSymptomatic: 0, peakAtMs: 0, sneezes: 0, refused: 0, hits: 0 };
  return {
    ...others,
    run,
    seed: run,
    extinctAtMs,
    infections,
    generations: run,
    restarts: 10 * run,
    mostRestarts: 3,
  };
}

/** Four runs: one over at once, one after a minute, one after two, one alive. */
const RUNS = [
  toldRun(1, 10_000, 1),
  toldRun(2, 60_000, 80),
  toldRun(3, 120_000, 90),
  toldRun(4, undefined, 200),
];

/** Infections in each step, and those of them from outside: of steps 0, 4 and 8. */
function stepsOf([first, imported]: [number, number], ...others: [number, number][]): number[] {
  const counts = [first, imported];
  for (const [step, infections] of others) {
    while (counts.length < 2 * step) counts.push(0);
    counts.push(infections, 0);
  }
  return counts;
}

/** Two runs of 1 case that infects 4 or 6; of these all infect one, but for those of the first, which are not over. */
const TALLY: Tally = {
  offspring: [0, 6, 0, 0, 1, 0, 1],
  offspringOfCases: addRatios(addRun(NO_RATIO, 4, 1), addRun(NO_RATIO, 12, 7)),
  intervalsMs: addRatios(addRun(NO_RATIO, 40_000, 4), addRun(NO_RATIO, 144_000, 12)),
  intervalsSquared: 4 * 10_000 ** 2 + 12 * 12_000 ** 2,
  intervalBins: [...Array.from({ length: 18 }, () => 0), 4, 0, 0, 12],
  // In two groups: one from outside, who infects four and six a wave later; of these one each.
  intervalSteps: [0, 0, 0, 0, 16],
  infections: [stepsOf([1, 1], [4, 4], [8, 0]), stepsOf([1, 1], [4, 6], [8, 6])],
  cohorts: [
    addRatios(addRun(NO_RATIO, 4, 1), addRun(NO_RATIO, 6, 1)),
    addRatios(addRun(NO_RATIO, 0, 4), addRun(NO_RATIO, 6, 6)),
  ],
  unfinished: [0, 4],
  growth: [
    [1, 4],
    [1, 6],
  ],
};

t.test('small numbers, by hand', async (t) => {
  const summary = summarise({ model: MODEL, outbreak: ONE_SNEEZE, untilMs: 300_000 }, RUNS, TALLY);
  t.match(summary, { runs: 4, alive: 1, share: { value: 0.25 } });
  t.same(
    summary.survival.steps.map(({ atMs, value }) => [atMs, value]),
    [
      [10_000, 0.75],
      [60_000, 0.5],
      [120_000, 0.25],
    ],
  );
  t.same(
    summary.overMs.map(({ value }) => value),
    [10_000, 60_000, 120_000],
  );
  t.match(summary.early, { cases: 25, share: { value: 0.25 } });
  t.same(summary.restarts, { median: 25, low: 11.5, high: 38.5 });
  t.same(summary.mostRestarts, { median: 3, low: 3, high: 3 });
  t.equal(summary.infections.median, 85);
  // Waves of 11.08 s: the first ends in the middle between two generations.
  t.same(
    summary.reproduction.map(({ fromMs, toMs, cases, unfinished, offspring }) => [
      fromMs,
      toMs,
      cases,
      unfinished,
      offspring.value,
    ]),
    [
      [0, 5_540, 2, 0, 5],
      [5_540, 16_620, 10, 4, 0.6],
    ],
  );
  t.equal(summary.offspring.interval.value, 2);
  t.equal(summary.offspring.mean, 2);
  // Six of eight have the first 6 of 16, so that the two others and three of the six have 13, which is 80 %.
  t.equal(summary.offspring.shareOf80Percent, 5 / 8);
  t.equal(summary.generationIntervalMs.value, 11_500);
  // Four at 10 s and twelve at 12 s: squares 4 x 1.5^2 + 12 x 0.5^2 = 12, of 15.
  t.equal(rounded(summary.generationIntervalMs.standardDeviation, 6), rounded(1_000 * Math.sqrt(12 / 15), 6));
  t.match(summary.generationIntervalMs, { binMs: 554, histogram: TALLY.intervalBins });
  // The second wave is steps 2 to 5: 10 infections by two; the third and fourth 6 to 13: 6 by ten, none by six. With the prior 1 of 1/5 more.
  t.same(
    summary.instantaneous.map(({ fromMs, toMs, infections, reproduction }) => [
      fromMs,
      toMs,
      infections,
      rounded(reproduction.value, 9),
    ]),
    [
      [5_540, 16_620, 10, rounded(11 / 2.2, 9)],
      [16_620, 38_780, 6, rounded(7 / 16.2, 9)],
    ],
  );
  // Twice 1, then 10: ln 5 in a wave.
  t.equal(rounded(summary.growth.perSecond.value, 9), rounded(Math.log(5) / 11.08, 9));
  t.equal(summary.growth.waves, 2);
});

t.test('theory beside it', async (t) => {
  const { theory } = summarise({ model: MODEL, outbreak: ONE_SNEEZE, untilMs: 300_000 }, RUNS, TALLY);
  t.equal(rounded(theory.meanSneezes, 9), 4.6);
  t.equal(rounded(theory.reproduction, 9), rounded(4.6 * 0.98, 9));
  // x = 0.4 (0.02 + 0.98 x)^4 + 0.6 (0.02 + 0.98 x)^5: about 0.02^4 x 0.4.
  t.ok(theory.early > 0.02 ** 4 * 0.4 && theory.early < 1e-7);
  const four = summarise(
    { model: MODEL, outbreak: { sneezes: 2, intervalMs: 0 }, untilMs: 300_000 },
    RUNS,
    TALLY,
  );
  t.equal(rounded(four.theory.early / theory.early ** 2, 9), 1);
});

t.test('nothing that happens has numbers all the same', async (t) => {
  const { reproduction, instantaneous, growth, overMs } = summarise(
    { model: MODEL, outbreak: ONE_SNEEZE, untilMs: 300_000 },
    [toldRun(1, undefined, 1)],
    NO_TALLY,
  );
  t.same(reproduction, []);
  t.same(instantaneous, []);
  t.ok(Number.isNaN(growth.perSecond.value));
  t.equal(overMs[1].value, Infinity);
});

t.test('real runs agree with theory where there is one', async (t) => {
  // So many podders that hardly anybody is infected twice in a minute, on a machine that takes no time.
  const repetition = {
    model: { ...MODEL, pods: 20_000, machine: { ...INSTANT, probeSpread: 1 } },
    outbreak: ONE_SNEEZE,
    untilMs: 60_000,
    seed: 1,
  };
  const { runs, tally } = tellWholeBlock(repetition, { from: 0, to: 60 });
  const { reproduction, instantaneous, growth, generationIntervalMs, theory, share, early } = summarise(
    repetition,
    runs,
    tally,
  );
  t.equal(share.value, 1);
  t.equal(early.share.value, 0);
  const [first] = reproduction;
  t.ok(first!.offspring.low < theory.reproduction && first!.offspring.high > theory.reproduction);
  // Before anybody is infected twice, each infects as many as theory says at any time.
  const [, second] = instantaneous;
  t.ok(Math.abs(second!.reproduction.value / theory.reproduction - 1) < 0.1, `${second!.reproduction.value}`);
  t.ok(second!.reproduction.low < second!.reproduction.value);
  t.equal(
    generationIntervalMs.histogram.reduce((sum, count) => sum + count, 0),
    generationIntervalMs.count,
  );
  t.ok(Math.abs(growth.perSecond.value / theory.growthPerSecond - 1) < 0.05, `${growth.perSecond.value}`);
  t.ok(Math.abs(generationIntervalMs.value / theory.generationMs - 1) < 0.02);
});
