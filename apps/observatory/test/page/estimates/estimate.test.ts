import { PARENT_UNKNOWN } from '@pod-contagion/observatory';
import t from 'tap';
import { PARENT_FORGOTTEN } from '../../../page/estimates/case-columns.ts';
import { estimate, type EstimateRequest } from '../../../page/estimates/estimate.ts';
import { columnsOf, START_MS, type Written } from './cases.ts';

const NOW: EstimateRequest = {
  nowMs: START_MS + 60_000,
  strain: undefined,
  brush: undefined,
  cursorMs: undefined,
  isWatchOnly: false,
  pods: 100,
  infected: 10,
  forgotten: 0,
  generations: 0,
};

/** Doubles each 10 s: who was infected at s infects at s + 10 twice, and ends then; the last are not over. */
function doubling(generations: number): Written[] {
  const written: Written[] = [{ at: 0, end: 10, generation: 0 }];
  for (let generation = 1, first = 0; generation < generations; generation++) {
    const count = 2 ** generation;
    for (let index = 0; index < count; index++) {
      const end = generation === generations - 1 ? {} : { end: generation * 10 + 10 };
      written.push({ at: generation * 10, parent: first + (index >> 1), generation, ...end });
    }
    first = written.length - count;
  }
  return written;
}

t.test('a contagion that doubles', async (t) => {
  const columns = columnsOf(doubling(7));
  const got = estimate(columns, NOW);
  t.equal(got.infections, 127);
  t.equal(got.imports, 1);
  t.equal(got.generations, 6);
  t.strictSame(got.interval, { meanMs: 10_000, deviationMs: 0, leastMs: 10_000, pairs: 126 });
  t.equal(got.attackRate, 1, 'no more than all');
  // The window is two intervals: at 50 s and 60 s were infected 32 and 64, by 16 and 32; the prior is 1 and 1/5.
  t.strictSame(got.windowMs, [START_MS + 40_000, START_MS + 60_000]);
  t.equal(got.inWindow, 96);
  t.ok(Math.abs(got.reproduction!.value - 97 / 48.2) < 1e-9);
  t.equal(got.word, 'growing');
  t.ok(
    got.growth!.doublingSeconds > 1 && got.growth!.doublingSeconds < 20,
    String(got.growth!.doublingSeconds),
  );
  t.equal(got.infectionsPerSecond, 96 / 20);
  const { value, unfinished, cases, binMs } = got.cohorts!;
  t.equal(binMs, 10_000);
  t.strictSame([...cases], [1, 2, 4, 8, 16, 32, 64]);
  t.strictSame([...value].slice(0, 6), [2, 2, 2, 2, 2, 2]);
  t.strictSame([...unfinished], [0, 0, 0, 0, 0, 0, 64], 'those that go on may still infect');
  t.equal(got.extinctSinceMs, undefined);
  const total = got.incidence!.counts.reduce((sum, count) => sum + count, 0);
  t.equal(total, 127);
  t.ok(got.incidence!.binMs >= 1_000);
  // Everyone falls ill a second after its infection.
  t.strictSame(
    [...got.onsets!.counts].filter((count) => count > 0),
    [1, 2, 4, 8, 16, 32, 64],
  );
});

t.test('R by the growth rate, beside what is put in', async (t) => {
  // As many as e^(0.08 t) has by then, from 0 to 60 s; each by the one who was infected 4 s or 8 s before, by turns, or nearly so.
  const rate = 0.08;
  const at = Array.from({ length: 1_200 }, (_, index) => Math.log(1 + index / 10) / rate).filter(
    (s) => s <= 60,
  );
  const written = at.map((seconds, index): Written => {
    const wanted = seconds - (index % 2 === 0 ? 4 : 8);
    const parent = at.findLastIndex((each) => each <= wanted);
    return Object.assign({ at: seconds, end: seconds + 9 }, parent < 0 ? {} : { parent });
  });
  const got = estimate(columnsOf(written), { ...NOW, brush: [START_MS + 20_000, START_MS + 60_000] });
  const { perSecond, doublingSeconds, reproduction } = got.growth!;
  t.ok(Math.abs(perSecond.value - rate) < 0.003, String(perSecond.value));
  t.ok(Math.abs(doublingSeconds - Math.LN2 / rate) < 0.4, String(doublingSeconds));
  const wanted = 2 / (Math.exp(-4 * rate) + Math.exp(-8 * rate));
  t.ok(Math.abs(reproduction!.value - wanted) < 0.03, `${reproduction!.value} beside ${wanted}`);
  t.ok(reproduction!.low < wanted && wanted < reproduction!.high);
  const unlinked = written.map(({ at: when, end }) => ({ at: when, end: end!, parent: PARENT_UNKNOWN }));
  t.equal(estimate(columnsOf(unlinked), NOW).growth!.reproduction, undefined);
});

t.test('fewer than eleven in the window say nothing', async (t) => {
  const got = estimate(columnsOf(doubling(4)), { ...NOW, nowMs: START_MS + 30_000 });
  t.equal(got.inWindow, 12);
  t.not(got.word, 'unknown');
  const few = estimate(columnsOf(doubling(3)), { ...NOW, nowMs: START_MS + 20_000 });
  t.equal(few.word, 'unknown');
  t.equal(few.reproduction, undefined);
});

t.test('a brush and a cursor choose the window', async (t) => {
  const columns = columnsOf(doubling(7));
  const brushed = estimate(columns, { ...NOW, brush: [START_MS + 35_000, START_MS + 45_000] });
  t.equal(brushed.inWindow, 16);
  t.ok(Math.abs(brushed.reproduction!.value - 17 / 8.2) < 1e-9);
  const past = estimate(columns, { ...NOW, cursorMs: START_MS + 40_000 });
  t.strictSame(past.windowMs, [START_MS + 20_000, START_MS + 40_000]);
});

t.test('a cursor makes all numbers those of its moment', async (t) => {
  const written = doubling(5).map((each) => Object.assign(each, { end: each.at + 15 }));
  const columns = columnsOf(written);
  const over = { ...NOW, infected: 0, nowMs: START_MS + 90_000 };
  t.match(estimate(columns, over), { atMs: over.nowMs, infections: 31, generations: 4, word: 'over' });
  const past = estimate(columns, { ...over, cursorMs: START_MS + 20_000, pods: 20, infected: 6 });
  t.match(past, { atMs: START_MS + 20_000, infections: 7, generations: 2, attackRate: 7 / 20 });
  t.equal(past.extinctSinceMs, undefined);
  t.equal(past.interval!.pairs, 30, 'intervals are those that are known now');
  const before = estimate(columns, { ...over, cursorMs: START_MS - 1, pods: 20 });
  t.match(before, { infections: 0, generations: 0, attackRate: 0, word: 'unknown' });
  t.equal(estimate(columns, { ...over, cursorMs: START_MS + 56_500 }).extinctSinceMs, START_MS + 55_000);

  // One epidemic after another: in between it was over.
  const again = [...written, { at: 70, end: 85, generation: 0 }];
  const between = { ...over, cursorMs: START_MS + 60_000 };
  t.match(estimate(columnsOf(again), between), { word: 'over', extinctSinceMs: START_MS + 55_000 });
  t.equal(estimate(columnsOf(again), { ...between, isWatchOnly: true }).word, 'over', 'as is known by now');
  t.equal(estimate(columnsOf(again), over).extinctSinceMs, START_MS + 85_000);
  const second = { ...over, cursorMs: START_MS + 80_000 };
  t.not(estimate(columnsOf(again), second).word, 'over', 'who is ill at the cursor is known to end later');
});

t.test('who never said when it was infected counts from its first sign on', async (t) => {
  const columns = columnsOf([{ at: 0 }, { at: NaN, end: 30 }, { at: NaN }]);
  const counted = (cursorMs: number | undefined): number =>
    estimate(columns, { ...NOW, cursorMs }).infections;
  t.equal(counted(START_MS + 10_000), 1);
  t.equal(counted(START_MS + 30_000), 2);
  t.equal(counted(undefined), 3);
});

t.test('where the beginning is kept no more, it is counted and nothing is made up of it', async (t) => {
  // The last three generations of ten: those that are kept begin with children of the forgotten.
  const all = doubling(7);
  const written = all
    .slice(15)
    .map(({ parent, ...each }): Written =>
      Object.assign(each, { parent: parent! < 15 ? PARENT_FORGOTTEN : parent! - 15 }),
    );
  const columns = columnsOf(written);
  const cut = { ...NOW, pods: 200, forgotten: 1_000_000, generations: 9 };
  const got = estimate(columns, cut);
  t.match(got, {
    isCut: true,
    isLeast: false,
    infections: 1_000_112,
    generations: 9,
    imports: 0,
    unlinked: 0,
  });
  t.equal(got.forgotten, 1_000_000);
  t.equal(got.attackRate, 112 / 200);
  t.equal(got.inWindow, 96);
  t.equal(estimate(columns, { ...cut, brush: [START_MS + 35_000, START_MS + 45_000] }).inWindow, 16);
  const seriesFromMs = got.series!.atMs[0]!;
  t.ok(seriesFromMs >= START_MS + 60_000, 'no window is shown of which the infectors are forgotten');

  const past = estimate(columns, { ...cut, cursorMs: START_MS + 50_000 });
  t.match(past, { infections: 1_000_048, isLeast: false, generations: 5 });
  const before = estimate(columns, { ...cut, cursorMs: START_MS + 20_000 });
  t.match(before, { infections: 0, isLeast: true }, 'how many of the forgotten came before is not known');
  const strain = estimate(columns, { ...cut, strain: 0 });
  t.match(strain, { infections: 112, isLeast: true, forgotten: 0, generations: 6, imports: 0 });

  const unknown = columnsOf([{ at: 0, parent: PARENT_UNKNOWN }, { at: 5, parent: 0 }, { at: 6 }]);
  t.match(estimate(unknown, NOW), { imports: 2, unlinked: 0 }, 'the very first came from outside');
  t.match(estimate(unknown, cut), { imports: 1, unlinked: 1 }, 'the first that is kept need not');
});

t.test('where containers tell only at their end, what is late is not taken for none', async (t) => {
  // Everyone infects one other, after 10 s, lives 15 s, and is known at its end: nothing of the last 15 s is.
  const written = Array.from({ length: 40 * 12 }, (_, index): Written => {
    const at = 10 * Math.floor(index / 40) + (index % 40) / 4;
    return { at, end: at + 15, ...(index < 40 ? {} : { parent: index - 40 }) };
  }).filter(({ end }) => end! <= 100);
  const request = { ...NOW, nowMs: START_MS + 100_000 };
  const naive = estimate(columnsOf(written), request);
  t.equal(naive.word, 'dying', 'which is wrong');
  const honest = estimate(columnsOf(written), { ...request, isWatchOnly: true });
  t.equal(honest.completeUntilMs, START_MS + 85_000);
  t.equal(honest.word, 'steady');
  t.ok(Math.abs(honest.reproduction!.value - 1) < 0.05, String(honest.reproduction!.value));
  t.ok(honest.series!.atMs.at(-1)! <= START_MS + 85_000);
  const { unfinished, fromMs, binMs, cases } = honest.cohorts!;
  const isSettled = (bin: number): boolean => fromMs + (bin + 1) * binMs <= START_MS + 70_000;
  t.ok(cases.every((count, bin) => count === 0 || (unfinished[bin] === 0) === isSettled(bin)));
});

t.test('where containers tell only at their end, long generation intervals are not missed', async (t) => {
  // Everyone lives 20 s, and infects one after 5 s and one after 15 s; twice as many each generation, and known only at their ends.
  const written: Written[] = [{ at: 0, end: 20 }];
  for (let parent = 0; written.length < 4_000; parent++) {
    for (const after of [5, 15]) {
      const at = written[parent]!.at + after;
      written.push({ at, end: at + 20, parent });
    }
  }
  const nowMs = START_MS + 90_000;
  const rows = new Map<number, number>();
  const known = written.flatMap((each, row): Written[] => {
    if (each.end! > 90) return [];
    rows.set(row, rows.size);
    return [{ ...each, ...(each.parent === undefined ? {} : { parent: rows.get(each.parent)! }) }];
  });
  const meanOf = (isWatchOnly: boolean): number =>
    estimate(columnsOf(known), { ...NOW, nowMs, isWatchOnly }).interval!.meanMs;
  t.ok(meanOf(false) < 9_000, 'of all that have ended they seem short');
  t.ok(Math.abs(meanOf(true) - 10_000) < 1, 'as long as they are');
  const { settledUntilMs } = estimate(columnsOf(known), { ...NOW, nowMs, isWatchOnly: true });
  t.equal(settledUntilMs, nowMs - 40_000);
});

t.test('extinct since its last end, once nothing can be under way', async (t) => {
  const written = doubling(5).map((each) => Object.assign(each, { end: each.at + 15 }));
  const over = estimate(columnsOf(written), { ...NOW, infected: 0, nowMs: START_MS + 57_000 });
  t.equal(over.word, 'over');
  t.equal(over.extinctSinceMs, START_MS + 55_000);
  const looking = { ...NOW, infected: 0, nowMs: START_MS + 57_000, cursorMs: START_MS + 40_000 };
  t.not(estimate(columnsOf(written), looking).word, 'over', 'it was not, at the moment that is looked at');
  t.equal(
    estimate(columnsOf(written), { ...NOW, infected: 0, nowMs: START_MS + 55_500 }).extinctSinceMs,
    undefined,
  );
  const late = { ...NOW, infected: 0, nowMs: START_MS + 57_000, isWatchOnly: true };
  t.equal(
    estimate(columnsOf(written), late).extinctSinceMs,
    undefined,
    'somebody may be ill whom nobody asked',
  );
  t.equal(estimate(columnsOf(written), { ...late, nowMs: START_MS + 71_000 }).word, 'over');
});

t.test('each strain by itself', async (t) => {
  const one = doubling(6);
  const other = doubling(4).map(({ parent, ...each }): Written =>
    Object.assign(each, { strain: 1 }, parent === undefined ? {} : { parent: parent + one.length }),
  );
  const columns = columnsOf([...one, ...other]);
  t.equal(estimate(columns, { ...NOW, strain: 0 }).infections, one.length);
  const second = estimate(columns, { ...NOW, strain: 1 });
  t.equal(second.infections, other.length);
  t.equal(second.interval!.pairs, other.length - 1);
  t.equal(second.imports, 1);
  t.equal(estimate(columns, NOW).imports, 2);
});

t.test(
  'where most say not who infected them, cohorts are guessed by the times of those who do',
  async (t) => {
    const written = doubling(7).map((each, index): Written =>
      index % 3 === 1 ? each : Object.assign(each, { parent: PARENT_UNKNOWN }),
    );
    const got = estimate(columnsOf(written), NOW);
    t.equal(got.cohorts!.method, 'wallinga-teunis');
    t.ok(got.unlinked > 60);
    const { value, unfinished } = got.cohorts!;
    t.ok(Math.abs(value[2]! - 2) < 1e-9, [...value].join(' '));
    t.ok(unfinished.at(-1)! > 0);
  },
);

t.test('nobody infected yet, and nobody who said when', async (t) => {
  const nothing = estimate(columnsOf([]), { ...NOW, infected: 0 });
  t.match(nothing, {
    word: 'unknown',
    infections: 0,
    incidence: undefined,
    series: undefined,
    attackRate: 0,
  });
  const undated = estimate(columnsOf([{ at: NaN }, { at: NaN }]), NOW);
  t.match(undated, { word: 'unknown', infections: 2, incidence: undefined });
});
