import t, { type Test } from 'tap';
import type { FastifyInstance } from 'fastify';
import { createApi, Proxies, PROXY_METRICS } from '../../src/index.ts';
import { MAX_BODY_BYTES, MAX_TOXICS } from '../../src/limits.ts';
import { dial, echo, readToEnd, serve } from '../testing/sockets.ts';

function setUp(t: Test, options = {}): FastifyInstance {
  const proxies = new Proxies(options);
  const app = createApi(proxies, '1.2.3');
  t.teardown(async () => {
    await app.close();
    await proxies.close();
  });
  return app;
}

t.test('browsers are sent away, and nobody else', async (t) => {
  const app = setUp(t);
  const asked = (agent: string, url = '/proxies') => app.inject({ url, headers: { 'user-agent': agent } });
  t.match(await asked('Mozilla/5.0 (X11)'), { statusCode: 403, body: 'User agent not allowed\n' });
  t.match(await asked('Mozilla/5.0 (X11)', '/metrics'), { statusCode: 403 });
  t.match(await asked('Mozilla/5.0 (X11)', '/else'), { statusCode: 404 });
  t.match(await asked('curl/8'), { statusCode: 200 });
});

t.test('version, and which request an answer is to', async (t) => {
  const answer = await setUp(t).inject('/version');
  t.match(answer, { statusCode: 200, body: '{"version": "2.12.0+pod-contagion.1.2.3"}\n' });
  t.equal(answer.headers['content-type'], 'application/json;charset=utf-8');
  t.match(answer.headers['x-toxiproxy-request-id'], /^[0-9a-f]{20}$/);
});

t.test('a form of curl is read as JSON, and a body that is too long is not', async (t) => {
  const app = setUp(t);
  const url = '/proxies';
  const payload = '{"name": "a b", "listen": "localhost:0", "upstream": "x:1", "ENABLED": false}';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  t.match(await app.inject({ method: 'POST', url, payload, headers }), { statusCode: 201 });
  t.match((await app.inject('/proxies/a%20b')).json(), { name: 'a b', enabled: false });
  const long = await app.inject({ method: 'POST', url, payload: ' '.repeat(MAX_BODY_BYTES + 1), headers });
  t.match(long.json(), { status: 413 });
});

t.test('only loopback is listened on, unless it is said', async (t) => {
  const wish = (listen: string) => ({ name: 'it', listen, upstream: 'x:1' });
  const app = setUp(t);
  for (const listen of ['0.0.0.0:0', ':0', '[::]:0', '']) {
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/proxies', payload: wish(listen) });
    t.equal(statusCode, 403, body);
  }
  t.match(await app.inject({ method: 'POST', url: '/populate', payload: [wish('0.0.0.0:0')] }), {
    statusCode: 403,
  });
  t.same((await app.inject('/proxies')).json(), {});
  const exposed = setUp(t, { mayExpose: true });
  t.match(await exposed.inject({ method: 'POST', url: '/proxies', payload: wish('0.0.0.0:0') }), {
    statusCode: 201,
  });
});

t.test('toxics are bounded', async (t) => {
  const app = setUp(t);
  const payload = { name: 'a', listen: 'localhost:0', upstream: 'x:1', enabled: false };
  await app.inject({ method: 'POST', url: '/proxies', payload });
  for (let index = 0; index <= MAX_TOXICS; index++) {
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/proxies/a/toxics',
      payload: { type: 'noop', name: String(index) },
    });
    if (statusCode !== 200) t.same([index, statusCode], [MAX_TOXICS, 429]);
  }
  t.equal((await app.inject('/proxies/a/toxics')).json<object[]>().length, MAX_TOXICS);
});

t.test('metrics count bytes in each direction', async (t) => {
  const upstream = await serve(t, echo);
  const app = setUp(t);
  const payload = { name: 'it', listen: 'localhost:0', upstream };
  const { listen } = (await app.inject({ method: 'POST', url: '/proxies', payload })).json<{
    listen: string;
  }>();
  await app.inject({
    method: 'POST',
    url: '/proxies/it/toxics',
    payload: { type: 'limit_data', attributes: { bytes: 4 } },
  });
  const client = await dial(t, listen);
  client.write('hello');
  await readToEnd(client);
  const { body } = await app.inject('/metrics');
  const labels = (direction: string) =>
    `{direction="${direction}",proxy="it",listener="${listen}",upstream="${upstream}"}`;
  for (const line of [
    `toxiproxy_proxy_received_bytes_total${labels('upstream')} 5`,
    `toxiproxy_proxy_sent_bytes_total${labels('upstream')} 5`,
    `toxiproxy_proxy_received_bytes_total${labels('downstream')} 5`,
    `toxiproxy_proxy_sent_bytes_total${labels('downstream')} 4`,
    'pod_chaos_proxy_held_bytes 0',
  ]) {
    t.ok(body.includes(`${line}\n`), line);
  }
  for (const [name, { type }] of Object.entries(PROXY_METRICS))
    t.ok(body.includes(`# TYPE ${name} ${type}\n`), name);
});
