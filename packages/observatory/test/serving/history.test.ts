import t from 'tap';
import { History } from '../../src/serving/history.ts';

t.test('however long it goes on, it has so many points, over all of it', async (t) => {
  const history = new History(64, 1_000);
  let taken = 0;
  for (let second = 0; second <= 10_000; second++) {
    if (!history.isDue(second * 1_000)) continue;
    history.push(second * 1_000, [second, 0, 0, 0, 0, 0], second, 2 * second);
    taken++;
    t.ok(history.columns().t.length < 64);
  }
  const { t: times, counts, ready, restarts } = history.columns();
  t.ok(times.length >= 32);
  t.equal(times[0], 0);
  t.ok((times.at(-1) ?? 0) > 9_000_000);
  const steps = new Set(times.slice(1).map((time, place) => time - (times[place] ?? 0)));
  t.equal(steps.size, 1, 'evenly');
  times.forEach((time, place) => {
    t.same([counts[0]?.[place], ready[place], restarts[place]], [time / 1_000, time / 1_000, time / 500]);
  });
  t.ok(taken < 700, 'what would go is not taken');
});
