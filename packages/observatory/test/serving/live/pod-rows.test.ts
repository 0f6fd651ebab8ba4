import t from 'tap';
import { mostRowsAfter } from '../../../src/serving/live/pod-rows.ts';

t.test('numbers begin anew where that frees many, and not each time that something changes', async (t) => {
  t.equal(mostRowsAfter(10_000), 250_000);
  // As many infections as are kept, each of a pod of its own, and those that run.
  const named = 250_000 + 10_000;
  t.ok(mostRowsAfter(named) >= named + 100_000);
});
