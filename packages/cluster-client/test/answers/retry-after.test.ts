import fc from 'fast-check';
import t from 'tap';
import { askedToWaitMs, hasCause, parseRetryAfter } from '../../src/answers/retry-after.ts';

t.test('seconds, or a date; nothing else', async (t) => {
  const nowMs = Date.parse('2026-11-21T09:00:00Z');
  t.equal(parseRetryAfter('1', nowMs), 1_000);
  t.equal(parseRetryAfter(' 0 ', nowMs), 0);
  t.equal(parseRetryAfter('Sat, 21 Nov 2026 09:00:05 GMT', nowMs), 5_000);
  t.equal(parseRetryAfter('Sat, 21 Nov 2020 09:00:05 GMT', nowMs), 0, 'it is past');
  for (const text of [undefined, '', '-1', '1.5', 'soon', '99999999999', '2026-11-21']) {
    t.equal(parseRetryAfter(text, nowMs), undefined, String(text));
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      const waitMs = parseRetryAfter(text, nowMs);
      return waitMs === undefined || (Number.isFinite(waitMs) && waitMs >= 0);
    }),
  );
});

t.test('a cause is a reason in a Status, not a word in a text', async (t) => {
  const withCauses = (causes: unknown): string => JSON.stringify({ details: { causes } });
  t.ok(hasCause(withCauses([{ reason: 'Other' }, { reason: 'DisruptionBudget' }]), 'DisruptionBudget'));
  for (const text of [
    'DisruptionBudget',
    'null',
    '1',
    withCauses({}),
    withCauses([null, {}]),
    '{"details":null}',
  ]) {
    t.notOk(hasCause(text, 'DisruptionBudget'), text);
  }
});

t.test('nothing is asked without a header', async (t) => {
  t.equal(askedToWaitMs('GET', { status: 429, headers: {}, text: '' }, 0), undefined);
  t.equal(askedToWaitMs('GET', { status: 200, headers: { 'retry-after': '1' }, text: '' }, 0), undefined);
});
