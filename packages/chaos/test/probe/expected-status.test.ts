import t from 'tap';
import { readExpectedStatus } from '../../src/probe/expected-status.ts';

const STATUSES = [100, 199, 200, 204, 299, 301, 399, 404, 418, 500, 599];

t.test('reads lists of statuses', async (t) => {
  const cases: Record<string, number[]> = {
    '2xx,3xx': [200, 204, 299, 301, 399],
    '418': [418],
    '200-204, 500': [200, 204, 500],
    any: STATUSES,
  };
  for (const [text, expected] of Object.entries(cases)) {
    t.same(STATUSES.filter(readExpectedStatus(text)), expected, text);
  }
});

t.test('refuses what is none', async (t) => {
  for (const text of ['', '2x', '99', '6xx', '1000', '300-200', '200,', 'ok', '200 204']) {
    t.throws(() => readExpectedStatus(text), { code: 'CHAOS_USAGE', message: /such as 200, 2xx/ }, text);
  }
});
