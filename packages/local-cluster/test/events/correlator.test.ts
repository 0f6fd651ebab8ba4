import t from 'tap';
import {
  AGGREGATION_MS,
  createCorrelator,
  SPAM_BURST,
  SPAM_REFILL_MS,
  type Correlation,
} from '../../src/events/correlator.ts';

function setUp(): (message: string, nowMs?: number, subject?: string) => Correlation | undefined {
  const correlate = createCorrelator();
  let names = 0;
  return (message, nowMs = 0, subject = 'pod') =>
    correlate(
      { subject, field: '', type: 'Warning', reason: 'Unhealthy', message },
      nowMs,
      () => `e${names++}`,
    );
}

t.test('the same is counted', async (t) => {
  const see = setUp();
  t.same(see('a', 1000), { name: 'e0', message: 'a', count: 1, firstAtMs: 1000, isNew: true });
  t.same(see('a', 9000), { name: 'e0', message: 'a', count: 2, firstAtMs: 1000, isNew: false });
  t.equal(see('b', 9000)?.isNew, true);
  t.equal(see('a', 9000, 'other')?.count, 1, 'another object is another Event');
});

t.test('many that are similar become one', async (t) => {
  const see = setUp();
  for (let index = 1; index < 10; index++) t.equal(see(`a${index}`)?.message, `a${index}`);
  const combined = see('a10');
  t.match(combined, { message: '(combined from similar events): a10', count: 1, isNew: true });
  t.match(see('a11'), { name: combined?.name, message: '(combined from similar events): a11', count: 2 });
});

t.test('unless they are ten minutes apart', async (t) => {
  const see = setUp();
  for (let index = 1; index < 10; index++) see(`a${index}`);
  t.equal(see('a10', AGGREGATION_MS + 1)?.message, 'a10');
});

t.test('each object has a budget, which comes back slowly', async (t) => {
  const see = setUp();
  for (let index = 0; index < SPAM_BURST; index++) t.ok(see('a'));
  t.equal(see('a'), undefined);
  t.equal(see('a', SPAM_REFILL_MS - 1), undefined);
  t.equal(see('a', SPAM_REFILL_MS)?.count, SPAM_BURST + 3, 'what was not written counts all the same');
  t.equal(see('a', SPAM_REFILL_MS), undefined);
  t.ok(see('a', 0, 'other'));
});
