import { once } from 'node:events';
import { connect } from 'node:tls';
import fc from 'fast-check';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { processorMsOf } from '../../../../scripts/testing/processor-time.ts';
import { configMap, openFixture, TOKEN, type Fixture } from './fixture.ts';

/** Sends bytes as they are and reads the answer until the connection ends or as much is there as is waited for. */
async function sendRaw(
  { url, ca }: Fixture,
  bytes: string,
  isEnough: (answer: string) => boolean = () => false,
): Promise<string> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', ca });
  let answer = '';
  socket.on('data', (part: Buffer) => void (answer += String(part)));
  socket.on('error', () => {});
  await once(socket, 'secureConnect');
  socket.write(bytes);
  await until('an answer', () => socket.closed || isEnough(answer));
  socket.destroy();
  return answer;
}

t.test('addresses', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const { ask, errors } = fixture;
  const cases: [string, number][] = [
    ['/api/v1/nothing', 404],
    ['/api/v1/namespaces/default/nothing/x', 404],
    ['/api/v2/pods', 404],
    ['/apis/nothing', 404],
    ['/apis/batch/v1/jobs', 404],
    ['/api/v1/namespaces/default/nodes', 404],
    ['/api/v1/pods/x', 404],
    ['/api/v1/namespaces/default/pods/x/nothing', 404],
    ['/api/v1/constructor', 404],
    ['/api/v1/namespaces/default/pods/x/constructor', 404],
    ['/api/v1/namespaces/default/pods/%zz', 400],
    ['/api/v1/namespaces/%E0%A4%A/pods', 400],
    ['/api/v1/pods?labelSelector=%zz', 400],
  ];
  for (const [path, code] of cases) {
    const answer = await ask(path);
    t.equal(answer.code, code, path);
    t.match(answer.json, { kind: 'Status', status: 'Failure', code }, path);
  }
  const { json } = await ask('/api/v1/nothing');
  t.match(json, { reason: 'NotFound', message: 'the server could not find the requested resource' });
  for (const path of ['/nothing', '/metrics', '/API/v1']) {
    t.match(await ask(path), { code: 404, text: '404 page not found\n' }, path);
  }
  t.equal(
    (await ask('/api/v1/namespaces/default/pods', { method: 'PUT', body: {} })).json.reason,
    'MethodNotAllowed',
  );
  t.equal((await ask('/api/v1/namespaces/default/pods/x', { body: {} })).code, 405);
  t.equal((await ask('/api/v1/pods', { body: {} })).code, 405);
  t.strictSame(errors, []);
});

t.test('any path and query is answered', async () => {
  const fixture = await openFixture();
  fixture.registry.create('configmaps', configMap('a'));
  const part = fc.oneof(
    fc.constantFrom(
      'api',
      'apis',
      'v1',
      'namespaces',
      'default',
      'configmaps',
      'a',
      'pods',
      'apps',
      'status',
      'proxy',
      '%2F',
      '..',
      '',
    ),
    fc.string({ maxLength: 8 }).map((text) => encodeURIComponent(text.isWellFormed() ? text : '')),
  );
  const query = fc.dictionary(
    fc.constantFrom(
      'labelSelector',
      'fieldSelector',
      'limit',
      'continue',
      'resourceVersion',
      'pretty',
      'includeObject',
    ),
    fc.string({ maxLength: 20 }).filter((text) => text.isWellFormed()),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 7 }), query, async (parts, fields) => {
      const { code } = await fixture.ask(`/${parts.join('/')}?${new URLSearchParams(fields).toString()}`);
      return (code >= 200 && code < 500) || code === 504;
    }),
    { numRuns: 200 },
  );
  await fixture.close();
  if (fixture.errors.length > 0) throw new AggregateError(fixture.errors);
});

t.test('selectors that are meant to take long', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  for (let index = 0; index < 50; index++)
    fixture.registry.create('configmaps', configMap(`m${index}`, { labels: { a: 'b' } }));
  const selectors = [
    'a'.repeat(30_000),
    '('.repeat(20_000),
    'a in (' + 'b,'.repeat(9_000),
    '!'.repeat(20_000),
    'a=b,'.repeat(5_000),
    `${'a-'.repeat(5_000)}=b`,
  ];
  const tookMs = await processorMsOf(async () => {
    for (const selector of selectors) {
      for (const kind of ['labelSelector', 'fieldSelector']) {
        const { code } = await fixture.ask(`/api/v1/configmaps?${kind}=${encodeURIComponent(selector)}`);
        t.ok(code === 400 || code === 200 || code === 431, `${code}`);
      }
    }
  });
  t.ok(tookMs < 3_000, `${tookMs} ms`);
});

t.test('what is no HTTP, or no request, harms nobody', async (t) => {
  const fixture = await openFixture();
  t.teardown(fixture.close);
  const isAnswer = (answer: string): boolean => answer.startsWith('HTTP/1.1 ');
  const head = `Host: x\r\nAuthorization: Bearer ${TOKEN}\r\n`;
  t.match(await sendRaw(fixture, 'nonsense\r\n\r\n'), /^HTTP\/1.1 400/);
  // The answer, 431, may be lost: the connection is cut while the rest is still on its way.
  const oversized = `GET /api/v1/pods HTTP/1.1\r\n${head}X: ${'y'.repeat(80_000)}\r\n\r\n`;
  t.notMatch(await sendRaw(fixture, oversized), /^HTTP\/1.1 [^4]/);
  t.match(
    await sendRaw(fixture, `PROPFIND /api/v1/pods HTTP/1.1\r\n${head}\r\n`, isAnswer),
    /^HTTP\/1.1 (404|405)/,
  );
  t.match(await sendRaw(fixture, `GET //api/v1/pods HTTP/1.1\r\n${head}\r\n`, isAnswer), /^HTTP\/1.1 404/);
  t.match(
    await sendRaw(
      fixture,
      `GET /api/v1/pods HTTP/1.1\r\n${head}Upgrade: websocket\r\nConnection: upgrade\r\n\r\n`,
      isAnswer,
    ),
    /^HTTP\/1.1 200/,
  );
  await sendRaw(
    fixture,
    `POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\n${head}Content-Length: 100\r\n\r\n{`,
    () => true,
  );
  const watch = `GET /api/v1/pods?watch=true HTTP/1.1\r\n${head}\r\n`;
  await sendRaw(fixture, watch, () => fixture.watchCount() === 1);
  await until('a watcher that vanished to be forgotten', () => fixture.watchCount() === 0);
  t.equal((await fixture.ask('/healthz')).text, 'ok');
  t.strictSame(fixture.errors, []);
});

t.test('a mistake of ours is a 500 that does not end the server', async (t) => {
  const fixture = await openFixture({
    adapt: (kinds) =>
      kinds.map((kind) =>
        kind.resource === 'configmaps'
          ? {
              ...kind,
              validate: () => {
                throw new TypeError('a mistake');
              },
            }
          : kind,
      ),
  });
  t.teardown(fixture.close);
  const { code, json } = await fixture.ask('/api/v1/namespaces/default/configmaps', { body: configMap('a') });
  t.equal(code, 500);
  t.match(json, { reason: 'InternalError', message: 'Internal error occurred: a mistake' });
  t.match(fixture.errors, [{ message: 'a mistake' }]);
  t.equal((await fixture.ask('/healthz')).code, 200);
});
