import t from 'tap';
import { createHistory } from '../../src/terminal/history.ts';
import { counts } from './text.ts';

t.test('the whole course in a bounded number of points, to the newest', async (t) => {
  const history = createHistory(8);
  for (let atMs = 0; atMs <= 1_000; atMs++) {
    history.add(atMs, counts({ susceptible: atMs }));
    const { points } = history;
    if (points.length > 8 || points[0]?.atMs !== 0 || points.at(-1)?.atMs !== atMs) t.fail(`${atMs}`);
  }
  const gaps = history.points.slice(1, -1).map(({ atMs }, index) => atMs - history.points[index]!.atMs);
  t.equal(new Set(gaps).size, 1, 'the same distance between them');
  t.ok(history.points.length >= 4);
});
