import t from 'tap';
import type { Summary } from '@pod-contagion/simulator/repetitions';
import { summaryText } from '../../src/simulate/summary-text.ts';

const spread = (median: number): Summary['restarts'] => ({ median, low: median - 1, high: median + 2.6 });
const estimate = (value: number, half: number): Summary['share'] => ({
  value,
  low: value - half,
  high: value + half,
});

const SUMMARY: Summary = {
  runs: 100,
  alive: 40,
  share: estimate(0.4, 0.1),
  extinct: { medianMs: 1, leastMs: 1, mostMs: 1 },
  survival: { steps: [], medianMs: estimate(NaN, 0) },
  overMs: [
    estimate(252_000, 10_000),
    { value: 281_000, low: 270_000, high: Infinity },
    estimate(Infinity, 0),
  ],
  early: { cases: 25, share: { value: 0.02, low: 0.005, high: 0.07 } },
  infections: spread(312),
  restarts: spread(311),
  mostRestarts: spread(7),
  generations: spread(20),
  peakSymptomatic: spread(24),
  reproduction: [0, 1, 2, 3, 4].map((cohort) => ({
    fromMs: cohort * 10_000,
    toMs: (cohort + 1) * 10_000,
    cases: 10,
    unfinished: cohort === 4 ? 3 : 0,
    offspring: estimate(5 - cohort, 0.25),
  })),
  instantaneous: [1, 2, 3].map((cohort) => ({
    fromMs: cohort * 10_000,
    toMs: (cohort + 1) * 10_000,
    infections: 10,
    reproduction: estimate(5 - cohort, 0.5),
  })),
  offspring: {
    histogram: [],
    cases: 10,
    infections: 10,
    mean: 1,
    variance: 1,
    dispersion: { byMoments: 1, byLikelihood: { value: 2.345, low: 1.9, high: Infinity } },
    shareOf80Percent: 0.412,
    interval: estimate(0.98, 0.01),
  },
  generationIntervalMs: {
    ...estimate(11_300, 50),
    count: 9,
    standardDeviation: 900,
    binMs: 500,
    histogram: [],
  },
  growth: { waves: 2, perSecond: estimate(0.1, 0.02) },
  theory: {
    symptomaticMs: 1,
    sneezes: 6,
    meanSneezes: 5.8,
    reproduction: 5.684,
    generationMs: 11_440,
    growthPerSecond: 0.152,
    doublingSeconds: 4.56,
    waveMs: 38_000,
    lastRung: { number: 3, waitMs: 40_000 },
    early: 0.0001,
  },
};

t.test('what there is, beside theory, in columns', async (t) => {
  t.equal(
    summaryText(SUMMARY, 3_600_000),
    `\
                                         median  5 to 95 % of runs
cases                                       312  311 to 315
generations                                  20  19 to 23
restarts                                    311  310 to 314
  most of one podder                          7  6 to 10
                                           mean  95 % interval       theory
over before 25 cases                      2.0 %  0.5 to 7.0 %        0.0 %
a quarter over after                      4m12s  4m02s to 4m22s
half                                      4m41s  4m30s to later      a wave takes 38 s, a back-off of 40 s outlasts it
three quarters                     not in 1h00m
R of those infected before 10 s               5  4.75 to 5.25        5.68
  10 s to 20 s                                4  3.75 to 4.25
  20 s to 30 s                                3  2.75 to 3.25
  40 s to 50 s                                1  0.75 to 1.25        3 were not over
R at that time, 10 s to 20 s                  4  3.5 to 4.5
  30 s to 40 s                                2  1.5 to 2.5
offspring of a case                        0.98  0.97 to 0.99
  dispersion k                             2.35  1.9 to infinite
  most infectious that cause 80 %        41.2 %
generation interval                      11.3 s  11.25 s to 11.35 s  11.44 s
growth at first, a second                   0.1  0.08 to 0.12        0.152
  doubling time                         6.931 s  5.776 s to 8.664 s  4.56 s
`,
  );
});

t.test('what there is not', async (t) => {
  const none = { value: NaN, low: -Infinity, high: Infinity };
  const text = summaryText(
    {
      ...SUMMARY,
      reproduction: [],
      instantaneous: [],
      growth: { waves: 2, perSecond: none },
      generationIntervalMs: { ...none, count: 0, standardDeviation: NaN, binMs: 500, histogram: [] },
      theory: { ...SUMMARY.theory, waveMs: Infinity, lastRung: undefined, growthPerSecond: -Infinity },
    },
    3_600_000,
  );
  t.match(text, /^generation interval +- {2}- +11\.44 s$/m);
  t.match(text, /^growth at first, a second +- {2}-/m);
  t.match(text, /^half .* {2}no back-off outlasts a wave$/m);
  t.notMatch(text, /NaN|Infinity|undefined/);
});
