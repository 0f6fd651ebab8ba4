import t from 'tap';
import { seriesBandsCsv } from '../../src/formats/series-bands.ts';
import { bandOf, bandsOfSeries } from '../../src/repetitions/series-bands.ts';
import { createSeries, SERIES } from '../../src/stories/series.ts';
import { textOf } from './text.ts';

/** Three runs of two times: who waits is 0, 10 and 20 at first, then 1, 1 and 21; one is incubating, and 2, 3, 4 are symptomatic. */
const RUNS = [
  [0, 1],
  [10, 1],
  [20, 21],
].map((waiting, run) => {
  const series = createSeries(2);
  series.atMs.set([0, 1_000]);
  series.columns.waiting.set(waiting);
  series.columns.incubating.set([1, 1]);
  series.columns.symptomatic.set([2 + run, 2 + run]);
  return series;
});

t.test('the middle, and what nine of ten lie between, by hand', async (t) => {
  // Type 7: a twentieth of two steps is 0.1 of the first.
  t.same(bandOf(RUNS, 'waiting'), [
    { low: 1, median: 10, high: 19 },
    { low: 1, median: 1, high: 19 },
  ]);
  t.same(
    bandOf(RUNS, 'infected')[0],
    { low: 3.1, median: 4, high: 4.9 },
    'of the sums, not the sum of bands',
  );
});

t.test('a line a time', async (t) => {
  const [head = '', first = '', second = '', ...rest] = textOf(seriesBandsCsv(bandsOfSeries(RUNS))).split(
    '\r\n',
  );
  t.same(head.split(','), [
    'time_ms',
    ...SERIES.flatMap((name) => [`${name}_low`, `${name}_median`, `${name}_high`]),
  ]);
  const at = head.split(',').indexOf('waiting_low');
  t.same(first.split(',').slice(at, at + 3), ['1', '10', '19']);
  t.same([first.split(',')[0], second.split(',')[0], rest], ['0', '1000', ['']]);
  t.same([...bandsOfSeries([])], []);
});
