import t from 'tap';
import { slowStart } from '../../../src/controllers/replica-set/slow-start.ts';

t.test('all succeed', async (t) => {
  let calls = 0;
  t.same(
    slowStart(50, () => calls++),
    { successes: 50, error: undefined },
  );
  t.equal(calls, 50);
  t.same(
    slowStart(0, () => t.fail('nothing was asked for')),
    { successes: 0, error: undefined },
  );
});

t.test('batches of 1, 2, 4: a failure ends them with its own', async (t) => {
  for (const [failing, expectedCalls] of [
    [1, 1],
    [2, 3],
    [3, 3],
    [4, 7],
    [8, 15],
  ] as const) {
    let calls = 0;
    const failure = new Error('quota');
    const { successes, error } = slowStart(50, () => {
      if (++calls === failing) throw failure;
    });
    t.equal(calls, expectedCalls, `call ${failing} fails`);
    t.equal(successes, expectedCalls - 1);
    t.equal(error, failure);
  }
});
