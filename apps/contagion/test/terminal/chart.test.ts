import t from 'tap';
import { drawChart } from '../../src/terminal/chart.ts';
import { createHistory } from '../../src/terminal/history.ts';
import { createPaint } from '../../src/terminal/style.ts';
import { counts, plain } from './text.ts';

const PLAIN = createPaint(false);
const COLOURED = createPaint(true);

t.test('no room, no curve', async (t) => {
  t.same(drawChart([], { columns: 10, rows: 20 }, PLAIN), []);
  t.same(drawChart([], { columns: 80, rows: 3 }, PLAIN), []);
});

t.test('before the first point there are axes', async (t) => {
  const lines = drawChart([], { columns: 40, rows: 6 }, PLAIN);
  t.equal(lines.length, 6);
  t.match(lines.at(-1), '0:00');
});

t.test('areas have the heights of their counts', async (t) => {
  const points = [
    { atMs: 0, counts: counts({ symptomatic: 10, incubating: 20, waiting: 30, susceptible: 40 }) },
  ];
  const lines = drawChart(points, { columns: 20, rows: 12 }, PLAIN);
  const column = lines.slice(0, 10).map((line) => line.at(-1));
  t.same(column, ['░', '░', '░', '░', '▒', '▒', '▒', '▓', '▓', '█']);
});

t.test('two areas share a character where there are colours', async (t) => {
  const points = [{ atMs: 0, counts: counts({ symptomatic: 5, susceptible: 11 }) }];
  const lines = drawChart(points, { columns: 20, rows: 4 }, COLOURED);
  t.match(lines[1], '\u001B[31;42m▅', 'five eighths of it are symptomatic, the rest susceptible');
  t.match(plain(lines)[0], '█'.repeat(16));
});

t.test('the curve scales as it grows, and always ends at the right', async (t) => {
  for (const length of [1, 2, 3, 50, 1_000]) {
    const points = Array.from({ length }, (_, index) => ({
      atMs: index * 500,
      counts: counts({ susceptible: length - index, symptomatic: index }),
    }));
    const lines = drawChart(points, { columns: 60, rows: 12 }, PLAIN);
    t.ok(
      lines.slice(0, 10).every((line) => line.length === 60),
      `${length} points`,
    );
    const last = lines.slice(0, 10).map((line) => line.at(-1));
    if (length > 3)
      t.equal(last.filter((cell) => cell === '█').length, 10, 'almost all are symptomatic by then');
  }
});

t.test('a history is bounded, begins at the beginning and ends near the end', async (t) => {
  const history = createHistory(64);
  for (let index = 0; index < 100_000; index++) history.add(index, counts({ susceptible: index }));
  t.ok(history.points.length < 64 && history.points.length >= 32, `${history.points.length} points`);
  t.equal(history.points[0]?.atMs, 0);
  t.ok((history.points.at(-1)?.atMs ?? 0) > 90_000);
  const times = history.points.map(({ atMs }) => atMs);
  t.same(
    times,
    times.toSorted((one, other) => one - other),
  );
});
