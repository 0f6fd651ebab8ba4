import t from 'tap';
import {
  cohortMarks,
  incidenceColumns,
  reproductionColumns,
  topOf,
} from '../../../../page/panels/reproduction/chart-data.ts';
import { chosenBars } from '../../../../page/panels/reproduction/incidence-choice.ts';
import { rowsOf } from '../../../../page/panels/reproduction/rows.ts';
import { edgeText, readings } from '../../../../page/panels/reproduction/sentences.ts';
import { clockTime } from '../../../../page/state/words.ts';
import { START_MS } from '../../estimates/cases.ts';
import { steady } from '../../testing/steady.ts';

t.test('what charts draw is what was estimated', async (t) => {
  const got = steady(60);
  const [atMs, value, high, low] = reproductionColumns(got.series);
  t.equal(atMs.length, value!.length);
  t.equal(atMs.at(-1), START_MS + 60_000, 'the last point is of now');
  t.ok(
    value!.some((each) => each === null),
    'nothing where fewer than eleven were infected',
  );
  const top = topOf(got.series!);
  t.ok(
    value!.every(
      (each, point) =>
        each === null || (low![point]! <= each && each <= high![point]! && high![point]! <= top),
    ),
  );
  const [bins, counts, none] = incidenceColumns(got.incidence, false);
  t.equal(bins.length, counts!.length);
  t.ok(none!.every((each) => each === null));
  t.equal(
    counts!.reduce<number>((sum, count) => sum + count!, 0),
    120,
  );
  const marks = cohortMarks(got.cohorts);
  t.ok(marks.some(({ isOpen }) => isOpen) && marks.some(({ isOpen }) => !isOpen));
  t.ok(marks.filter(({ isOpen }) => !isOpen).every(({ value: each }) => each === 1));
  t.strictSame(reproductionColumns(undefined), [[], [], [], []]);
  t.strictSame(incidenceColumns(undefined, true), [[], [], []]);
});

t.test('bars by the first symptom, and a line that adds them up', async (t) => {
  // Each falls ill a second after its infection.
  const got = steady(60);
  const sum = (counts: Uint32Array): number => counts.reduce((all, each) => all + each, 0);
  t.equal(chosenBars(got, 'exposure'), got.incidence);
  const onsets = chosenBars(got, 'symptoms')!;
  t.equal(onsets.binMs, got.incidence!.binMs);
  t.equal(sum(onsets.counts), 120);
  t.not(onsets.fromMs, got.incidence!.fromMs, 'the first of them falls ill in a later bin');
  const [bins, counts, sums] = incidenceColumns(onsets, true);
  t.equal(sums!.at(-1), 120);
  t.equal(bins.at(-1), onsets.fromMs + onsets.counts.length * onsets.binMs, 'up to the end of the last bar');
  t.ok(sums!.every((each, bin) => bin === 0 || sums![bin - 1]! + (counts![bin] ?? 0) === each));
  const rows = rowsOf(got);
  t.equal(rows[0]!.cumulativeIll, 120);
  t.match(rows.at(-1), { infected: 4, fellIll: 2, cumulativeIll: 2 }, 'two bins in a line, of the same time');
  t.equal(chosenBars(undefined, 'symptoms'), undefined);
});

t.test('those that are kept no more are counted', async (t) => {
  const cut = steady(60, { forgotten: 1_000_000 });
  t.equal(readings(cut).at(-1), '1,000,120 infected in all');
  t.equal(rowsOf(cut)[0]!.cumulative, 1_000_120);
  t.equal(incidenceColumns(cut.incidence, true, cut.forgotten)[2]!.at(-1), 1_000_120);
  const early = steady(60, { forgotten: 1_000_000, cursorMs: START_MS - 1 });
  t.equal(readings(early).at(-1), 'at least 0 infected in all');
  t.equal(readings(steady(60, { forgotten: 7, strain: 0 })).at(-1), 'at least 120 infected in all');
  t.strictSame(readings(steady(60, { cursorMs: START_MS - 1 })), ['nobody was infected yet']);
});

t.test('the table has them all, the newest first', async (t) => {
  const rows = rowsOf(steady(500));
  t.ok(rows.length <= 40);
  t.equal(rows[0]!.cumulative, 1_000);
  t.ok(rows[0]!.atMs > rows[1]!.atMs);
  t.ok(Math.abs(rows[5]!.reproduction![0] - 1) < 0.2, String(rows[5]!.reproduction));
});

t.test('readings say what is known, or why nothing is', async (t) => {
  t.strictSame(readings(undefined), ['nobody was infected yet']);
  const parts = readings(steady(60));
  t.match(parts[0], /^R \d\.\d\d \(0\.\d+ to \d\.\d+\) in the last 10 s, 19 infected$/);
  const growing = {
    perSecond: { value: 0.1, low: 0.05, high: 0.15 },
    doublingSeconds: 6.93,
    reproduction: undefined,
  };
  t.ok(readings({ ...steady(60), growth: growing }).includes('doubles in 6.9 s'));
  const known = { ...growing, reproduction: { value: 1.62, low: 1.2, high: 2.1 } };
  t.ok(readings({ ...steady(60), growth: known }).includes('doubles in 6.9 s, R 1.62 by that'));
  const unclear = { ...growing, perSecond: { value: 0.1, low: -0.05, high: 0.25 } };
  t.notOk(readings({ ...steady(60), growth: unclear }).some((part) => part.startsWith('doubles')));
  t.match(parts.at(-2), 'generation interval 5.0 s ± 0.0 s');
  t.equal(parts.at(-1), '120 infected in all');
  t.match(
    readings({ ...steady(60), interval: undefined })[0],
    'R unknown: nobody has said who infected them',
  );
  t.match(readings({ ...steady(60), extinctSinceMs: START_MS })[0], /^extinct since \d\d:\d\d:\d\d$/);
  const [none] = readings(steady(60, { brush: [START_MS + 6_000, START_MS + 7_000] }));
  const from = clockTime(START_MS + 6_000);
  t.equal(none, `R unknown from ${from} to ${clockTime(START_MS + 7_000)}, 2 infected, fewer than 11`);
  t.equal(edgeText(steady(60)), undefined);
  t.match(
    edgeText({ ...steady(60), completeUntilMs: START_MS }),
    /^hatched since .*only once its container ends$/,
  );
});

t.test('which time R is of is said: the last, or that of the brush or the cursor', async (t) => {
  const fromTo = (from: number, until: number): string =>
    `from ${clockTime(START_MS + from * 1_000)} to ${clockTime(START_MS + until * 1_000)}`;
  const of = (request: Parameters<typeof steady>[1]): string => {
    const { when, ...rest } = steady(60, request);
    t.ok(readings({ when, ...rest })[0]!.includes(` ${when}, `), when);
    return when;
  };
  t.equal(of({}), 'in the last 10 s');
  t.equal(of({ brush: [START_MS + 15_000, START_MS + 35_000] }), fromTo(15, 35));
  t.equal(of({ brush: [START_MS + 30_000, START_MS + 90_000] }), fromTo(30, 60), 'no later than now');
  t.equal(of({ cursorMs: START_MS + 40_000 }), fromTo(30, 40));
  const brush = [START_MS + 15_000, START_MS + 35_000] as const;
  t.equal(of({ brush, cursorMs: START_MS + 25_000 }), fromTo(15, 25), 'up to the moment that is shown');
  t.match(of({ isWatchOnly: true }), /^from .* to /, 'what shows late only is left out');
});
