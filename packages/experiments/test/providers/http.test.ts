import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import t from 'tap';
import type { HttpProvider } from '../../src/experiment.ts';
import type { Json } from '../../src/json.ts';
import { httpProvider } from '../../src/providers/http.ts';
import { contextOfTest } from '../testing/context.ts';

const values = { configuration: { limit: 0.2 }, secrets: { g: { token: 'hidden' } } };

t.test('requests and answers', async (t) => {
  const seen: {
    method: string | undefined;
    url: string | undefined;
    headers: IncomingMessage['headers'];
    body: string;
  }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body });
      if (url === '/slow') return;
      if (url === '/moved') {
        response.statusCode = 302;
        response.setHeader('Location', '/json');
      }
      response.setHeader(
        'Content-Type',
        url?.startsWith('/json') === true ? 'application/json' : 'text/plain',
      );
      response.setHeader('X-Own', 'a');
      if (url === '/bad') response.statusCode = 500;
      response.end(url?.startsWith('/json') === true ? '{"a": [1]}' : 'text');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (spec: Omit<HttpProvider, 'type'>, signal?: AbortSignal): Promise<Json> =>
    httpProvider.run({ type: 'http', ...spec }, contextOfTest(values, signal));

  t.match(await ask({ url: `${base}/json`, arguments: { q: 'a b', n: [1, 2] } }), {
    status: 200,
    headers: { 'Content-Type': 'application/json', 'X-Own': 'a' },
    body: { a: [1] },
  });
  t.match(seen.pop(), { method: 'GET', url: '/json?q=a+b&n=1&n=2' });
  t.match(await ask({ url: `${base}/bad` }), { status: 500, body: 'text' }, 'whatever the status is');
  await ask({
    url: `${base}/`,
    method: 'post',
    arguments: { a: 'x y' },
    headers: { Authorization: 'Bearer ${token}' },
  });
  t.match(seen.pop(), {
    method: 'POST',
    body: 'a=x+y',
    headers: { authorization: 'Bearer hidden', 'content-type': 'application/x-www-form-urlencoded' },
  });
  await ask({
    url: `${base}/`,
    method: 'PUT',
    arguments: { a: 1 },
    headers: { 'Content-Type': 'application/json' },
  });
  t.match(seen.pop(), { method: 'PUT', body: '{"a":1}' });
  t.match(await ask({ url: `${base}/moved` }), { status: 200, body: { a: [1] } });
  await t.rejects(ask({ url: `${base}/slow`, timeout: '${limit}' }), {
    code: 'EXPERIMENT_ACTIVITY',
    message: /did not answer within 200 ms/,
  });
  await t.rejects(ask({ url: 'http://127.0.0.1:1/' }), {
    code: 'EXPERIMENT_ACTIVITY',
    message: /failed to ask/,
  });
  const abort = new AbortController();
  const asking = ask({ url: `${base}/slow` }, abort.signal);
  abort.abort();
  await t.rejects(asking, { name: 'AbortError' });
});
