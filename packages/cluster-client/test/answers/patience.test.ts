import { text } from 'node:stream/consumers';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { PATIENCE_MS, TELL_AFTER_MS } from '../../src/limits.ts';
import { scripted, statusText } from '../testing/script.ts';

const PODS = '/api/v1/namespaces/lab/pods';
const LIST = { body: JSON.stringify({ kind: 'PodList', items: [] }) };
const OBJECT = { body: JSON.stringify({ kind: 'Pod' }) };

/** As the filter of API Priority and Fairness answers: plain text. */
const busy = (seconds: number | string, status = 429) => ({
  status,
  headers: { 'retry-after': String(seconds) },
  body: 'Too many requests, please try again later.',
});
const broken = { instead: (request: { socket: { destroy: () => void } }) => request.socket.destroy() };

t.test('waits as told, whatever the request, and sends it again', async (t) => {
  for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
    const { access, asked } = await scripted(t, [busy(0), busy(0, 503), method === 'GET' ? LIST : OBJECT]);
    t.match(await access.ask({ method, path: PODS, body: method === 'GET' ? undefined : '{}' }), {
      status: 200,
    });
    t.same(asked, Array<string>(3).fill(`${method} ${PODS}`));
  }
  const { access } = await scripted(t, [busy(1), LIST]);
  const beganMs = performance.now();
  const { body } = await access.request({ method: 'GET', path: `${PODS}?watch=true` });
  t.ok(performance.now() - beganMs >= 990, 'a second is a second');
  await text(body);
});

t.test('gives the last answer where it would have to wait too long, or was asked too often', async (t) => {
  const long = await scripted(t, [busy(1 + PATIENCE_MS / 1_000)]);
  t.match(await long.access.ask({ method: 'GET', path: PODS }), { status: 429 });
  t.equal(long.asked.length, 1);
  const often = await scripted(t, [busy(0)]);
  t.match(await often.access.ask({ method: 'GET', path: PODS }), { status: 429 });
  t.equal(often.asked.length, 11);
  const unasked = await scripted(t, [{ status: 429, body: 'no' }]);
  t.match(await unasked.access.ask({ method: 'GET', path: PODS }), { status: 429 });
  t.equal(unasked.asked.length, 1, 'nobody said how long');
});

t.test('a budget against an eviction is no want of capacity', async (t) => {
  const details = { causes: [{ reason: 'DisruptionBudget', message: 'no' }], retryAfterSeconds: 10 };
  const refused = { ...busy(10), body: statusText(429, { details }) };
  const { access, asked } = await scripted(t, [refused]);
  t.match(await access.ask({ method: 'POST', path: `${PODS}/one/eviction`, body: '{}' }), { status: 429 });
  t.equal(asked.length, 1);
});

t.test('an error of the server: only what changes nothing is sent again', async (t) => {
  const read = await scripted(t, [busy(0, 504), LIST]);
  t.match(await read.access.ask({ method: 'GET', path: PODS }), { status: 200 });
  const write = await scripted(t, [busy(0, 504), OBJECT]);
  t.match(await write.access.ask({ method: 'POST', path: PODS, body: '{}' }), { status: 504 });
});

t.test('a connection that breaks: the same', async (t) => {
  const read = await scripted(t, [broken, broken, LIST]);
  t.match(await read.access.ask({ method: 'GET', path: PODS }), { status: 200 });
  const always = await scripted(t, [broken]);
  await t.rejects(always.access.ask({ method: 'GET', path: PODS }));
  t.equal(always.asked.length, 4);
  const write = await scripted(t, [broken, OBJECT]);
  await t.rejects(write.access.ask({ method: 'DELETE', path: `${PODS}/one` }));
  t.equal(write.asked.length, 1, 'it may have been done');
});

t.test('whoever waits is told after a while, once; and may stop', async (t) => {
  const told: string[] = [];
  const seconds = TELL_AFTER_MS / 1_000;
  const { access, url, asked } = await scripted(t, [busy(seconds)], { onDelay: (line) => told.push(line) });
  const stop = new AbortController();
  const two = [1, 2].map(() => access.ask({ method: 'POST', path: PODS, stopWaiting: stop.signal }));
  const given = new AbortController();
  const third = access.ask({ method: 'GET', path: PODS, signal: given.signal });
  await until('all to have asked, and one to be told', () => told.length > 0 && asked.length >= 3);
  stop.abort();
  given.abort();
  t.match(await Promise.all(two), [{ status: 429 }, { status: 429 }], 'the last answer');
  await t.rejects(third, { name: 'AbortError' });
  t.same(told, [
    `the API server ${url} is too busy (status 429) and asks to wait: again in ${seconds} s, for 60 s in all`,
  ]);
  const { access: quick } = await scripted(t, [busy(0), LIST], { onDelay: (line) => told.push(line) });
  await quick.ask({ method: 'GET', path: PODS });
  t.equal(told.length, 1);
});

t.test('the time of a request is that of one try', async (t) => {
  const { access } = await scripted(t, [busy(4), LIST]);
  t.match(await access.ask({ method: 'GET', path: PODS, wholeLimitMs: 3_900 }), { status: 200 });
});
