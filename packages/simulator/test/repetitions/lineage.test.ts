import t from 'tap';
import { Recorder } from '../../src/cases/recorder.ts';
import { Engine } from '../../src/engine/engine.ts';
import { Lineage } from '../../src/repetitions/lineage.ts';
import { cohortAt, wavesOf } from '../../src/repetitions/waves.ts';
import { generationIntervalsMs, summariseIntervals } from '../../src/statistics/generation-interval.ts';
import { offspringHistogram, offspringOf } from '../../src/statistics/offspring.ts';
import { ORIGINAL } from '../engine/models.ts';

t.test('by hand: one infects two, one of these another one, who is not over', async (t) => {
  const lineage = new Lineage(4, { waveMs: 1_000, growing: 2 });
  const { listener } = lineage;
  listener('exposed', 0, 2, -1);
  listener('exposed', 1_000, 0, 2);
  listener('exposed', 1_600, 1, 2);
  listener('ended', 1_700, 2, -1);
  // Nobody: a podder that was well.
  listener('ended', 1_800, 3, -1);
  listener('exposed', 2_100, 2, 0);
  listener('ended', 2_200, 0, -1);
  listener('ended', 2_300, 1, -1);
  const tally = lineage.tally(41);
  t.same(
    tally.offspring,
    [1, 1, 1],
    'podder 1 none, 0 one, 2 two; the second infection of podder 2 is not over',
  );
  t.match(tally.offspringOfCases, { runs: 1, over: 3, under: 3 });
  t.match(tally.intervalsMs, { over: 1_000 + 1_600 + 1_100, under: 3 });
  t.equal(tally.intervalsSquared, 1_000 ** 2 + 1_600 ** 2 + 1_100 ** 2);
  t.same(
    tally.cohorts.map(({ over, under }) => [over, under]),
    [
      [2, 1],
      [1, 1],
      [0, 2],
    ],
  );
  t.same(tally.unfinished, [0, 0, 1]);
  // Bins of 50 ms and steps of 250 ms.
  const places = (counts: readonly number[]): number[][] =>
    counts.flatMap((each, place) => (each === 0 ? [] : [[place, each]]));
  t.same(places(tally.intervalBins), [
    [20, 1],
    [22, 1],
    [32, 1],
  ]);
  t.same(places(tally.intervalSteps), [
    [4, 2],
    [6, 1],
  ]);
  t.same(places(tally.infections[1]!), [
    [0, 1],
    [1, 1],
    [8, 1],
    [12, 1],
    [16, 1],
  ]);
  t.same(
    tally.growth.flatMap((counts, group) => (counts.length === 0 ? [] : [[group, ...counts]])),
    [[1, 1, 1]],
    'run 41 is of group 1 of 20; two waves are looked at',
  );
  lineage.clear();
  t.match(lineage.tally(0), { offspring: [], offspringOfCases: { runs: 1, over: 0, under: 0 }, cohorts: [] });
});

t.test('the same as from all cases of a run', async (t) => {
  const waves = wavesOf(ORIGINAL, 1);
  const lineage = new Lineage(ORIGINAL.pods, waves);
  const recorder = new Recorder(ORIGINAL.pods);
  const engine = new Engine(ORIGINAL, {
    listener: (...told) => {
      lineage.listener(...told);
      recorder.listener(...told);
    },
  });
  for (const untilMs of [60_000, 1_000_000]) {
    engine.reset(8);
    lineage.clear();
    recorder.clear();
    engine.introduce();
    engine.run(untilMs);
    const cases = [...recorder.cases];
    const tally = lineage.tally(0);
    t.same(tally.offspring, offspringHistogram(cases));
    const intervals = generationIntervalsMs(cases);
    const { count, meanMs } = summariseIntervals(intervals, 100);
    t.equal(tally.intervalsMs.under, count);
    t.equal(tally.intervalsMs.over, Math.round(meanMs.value * count));
    const offspring = offspringOf(cases);
    for (const [cohort, { over, under }] of tally.cohorts.entries()) {
      const ofIt = cases.filter(({ exposedAtMs }) => cohortAt(waves, exposedAtMs) === cohort);
      t.equal(under, ofIt.length);
      t.equal(
        over,
        ofIt.reduce((sum, { id }) => sum + offspring[id]!, 0),
      );
      t.equal(tally.unfinished[cohort] ?? 0, ofIt.filter(({ endedAtMs }) => endedAtMs === undefined).length);
    }
  }
});
