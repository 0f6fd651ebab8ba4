import t, { type Test } from 'tap';
import type { FastifyInstance } from 'fastify';
import { until } from '../../../../../scripts/testing/until.ts';
import { createObservatoryApp, openObservatoryServer, readPageFiles } from '../../../src/serving/index.ts';
import { handFed } from '../../testing/hand-fed.ts';
import { pageFolder } from '../../testing/page-folder.ts';

async function makeApp(t: Test, hosts: readonly string[] = []): Promise<FastifyInstance> {
  const app = createObservatoryApp({ feed: handFed(), page: await readPageFiles(pageFolder(t)), hosts });
  t.teardown(() => app.close());
  return app;
}

t.test('the page, whole or smaller, and once only', async (t) => {
  const app = await makeApp(t);
  const first = await app.inject({ url: '/', headers: { host: 'localhost:8080' } });
  t.equal(first.statusCode, 200);
  t.match(first.body, '<title>page</title>');
  t.match(first.headers, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  t.equal(
    first.headers['content-security-policy'],
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types workers",
  );
  t.notOk(first.headers['set-cookie']);
  const etag = String(first.headers.etag);
  const again = await app.inject({
    url: '/',
    headers: { host: '127.0.0.1', 'if-none-match': `"x", ${etag}` },
  });
  t.equal(again.statusCode, 304);
  t.equal(again.body, '');
  for (const encoding of ['br', 'gzip']) {
    const smaller = await until(encoding, async () => {
      const answer = await app.inject({
        url: '/page.js',
        headers: { host: '[::1]:8080', 'accept-encoding': encoding },
      });
      return answer.headers['content-encoding'] === encoding ? answer : undefined;
    });
    t.ok(smaller.rawPayload.length < 200);
  }
  const none = await app.inject({
    url: '/page.js',
    headers: { host: 'localhost', 'accept-encoding': 'br;q=0, gzip;q=0.0' },
  });
  t.equal(none.headers['content-encoding'], undefined);
  const part = await app.inject({ url: '/part-ABCD.js', headers: { host: 'localhost' } });
  t.match(part.headers['cache-control'], /immutable/);
  const head = await app.inject({ method: 'HEAD', url: '/page.css', headers: { host: 'localhost' } });
  t.equal(head.statusCode, 200);
  t.equal(head.body, '');
});

t.test('nothing else is there', async (t) => {
  const app = await makeApp(t);
  for (const url of [
    '/notes.txt',
    '/../package.json',
    '/%2e%2e%2fpackage.json',
    '/api',
    '/api/pods',
    '/%',
    '/api/recording',
  ]) {
    const { statusCode, headers } = await app.inject({ url, headers: { host: 'localhost' } });
    t.ok(statusCode === 404 || statusCode === 400, url);
    t.ok(headers['content-security-policy'], url);
  }
});

t.test('who asks is looked at', async (t) => {
  const app = await makeApp(t, ['observatory', 'Observatory.lab.svc']);
  const status = async (
    headers: Record<string, string>,
    method: 'GET' | 'POST' | 'DELETE' | 'OPTIONS' = 'GET',
  ): Promise<number> => (await app.inject({ method, url: '/api/state', headers })).statusCode;
  for (const host of [
    'localhost',
    'LOCALHOST:1',
    '127.0.0.1:8080',
    '10.1.2.3',
    '[::1]:99',
    'observatory',
    'observatory.lab.svc:80',
  ]) {
    t.equal(await status({ host }), 200, host);
  }
  for (const host of [
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost:80:80',
    '[evil]',
    '127.0.0.1:',
    '127.1',
  ]) {
    t.equal(await status({ host }), 421, JSON.stringify(host));
  }
  const host = 'localhost:8080';
  t.equal(await status({ host, origin: 'http://localhost:8080' }), 200);
  for (const origin of [
    'http://localhost:8081',
    'https://evil.example',
    'null',
    'http://localhost:8080.evil.example',
    'file://',
  ]) {
    t.equal(await status({ host, origin }), 403, origin);
  }
  t.equal(await status({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }), 403);
  t.equal(
    await status({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
    200,
    'a link to it',
  );
  t.equal(await status({ host, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }), 200);
  for (const method of ['POST', 'DELETE', 'OPTIONS'] as const)
    t.equal(await status({ host }, method), 405, method);
});

t.test('a state is written once between two frames', async (t) => {
  const feed = handFed();
  const app = createObservatoryApp({ feed, page: await readPageFiles(pageFolder(t)) });
  t.teardown(() => app.close());
  const ask = (): Promise<unknown> =>
    app.inject({ url: '/api/state', headers: { host: 'localhost' } }).then((answer) => answer.json());
  t.match(await ask(), { cursor: 0 });
  t.match(await ask(), { cursor: 0 });
  t.equal(feed.snapshots, 1);
  feed.push();
  t.match(await ask(), { cursor: 1 });
  t.equal(feed.snapshots, 2);
});

t.test('a port that somebody has is told on one line', async (t) => {
  const options = { feed: handFed(), pageFolder: pageFolder(t) };
  const first = await openObservatoryServer(options);
  t.teardown(() => first.close());
  const port = Number(new URL(first.url).port);
  await t.rejects(openObservatoryServer({ ...options, port }), {
    code: 'OBSERVATORY_ADDRESS',
    message: `expected a free port, got ${port} of 127.0.0.1, where somebody listens`,
  });
  await t.rejects(openObservatoryServer({ ...options, address: '192.0.2.1' }), {
    code: 'OBSERVATORY_ADDRESS',
  });
});
