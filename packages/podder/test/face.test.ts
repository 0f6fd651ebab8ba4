import fc from 'fast-check';
import { Agent, METHODS, request } from 'node:http';
import t from 'tap';
import { FACE_ANSWERS } from '../src/face.ts';
import { createFaceOf, EWW, NO_ACTION, NOT_POST, UNKNOWN, UNKNOWN_LINEAGE, URLENCODED } from './face-of.ts';
import { isInfecting, nearlySneezes, urlencodedBytes } from './form-oracle.ts';
import { holds } from './holds.ts';
import { exchange, rawRequest, serve } from './raw-http.ts';

t.test('the answers are those of the original, byte for byte', async (t) => {
  t.same(FACE_ANSWERS, {
    infected: EWW,
    noAction: NO_ACTION,
    unknownAction: UNKNOWN,
    notPost: NOT_POST,
    unreadable: 'could not parse http POST form: ',
  });
});

t.test('a sneeze in the body', async (t) => {
  const { sneezes, post } = await createFaceOf();
  t.same(await post('/face', 'action=achoo'), [200, EWW]);
  t.same(await post('/', 'action=achoo'), [200, EWW]);
  t.same(await post('/face', 'acti%6Fn=%61choo'), [200, EWW]);
  t.same(await post('/face', 'action=achoo&action=hello'), [200, EWW]);
  t.same(
    sneezes,
    Array.from({ length: 4 }, () => UNKNOWN_LINEAGE),
  );
});

t.test('a sneeze carries its lineage, from body and query', async (t) => {
  const { sneezes, post } = await createFaceOf();
  await post('/face', 'action=achoo&from=podder-7&generation=12&strain=x1');
  await post('/face?action=achoo&from=podder-7&generation=12&strain=x1', '', {});
  await post('/face?strain=query&generation=2', 'action=achoo&strain=body');
  await post('/face', 'action=achoo&from=NOT%20A%20POD&generation=-1&strain=%22');
  t.same(sneezes, [
    { strain: 'x1', generation: 12, from: 'podder-7' },
    { strain: 'x1', generation: 12, from: 'podder-7' },
    { strain: 'body', generation: 2, from: null },
    UNKNOWN_LINEAGE,
  ]);
});

t.test('what is no sneeze infects nobody', async (t) => {
  const { sneezes, post } = await createFaceOf();
  const cases: [string, string, string][] = [
    ['/face', '', NO_ACTION],
    ['/face', 'action=', NO_ACTION],
    ['/face', 'action', NO_ACTION],
    ['/face', 'ACTION=achoo', NO_ACTION],
    ['/face', '?action=achoo', NO_ACTION],
    ['/face', '=x', NO_ACTION],
    ['/face', '\0', NO_ACTION],
    ['/face', '\uFEFFaction=achoo', NO_ACTION],
    ['/face', 'action=&action=achoo', NO_ACTION],
    ['/face', 'action=foo', UNKNOWN],
    ['/face', 'action=Achoo', UNKNOWN],
    ['/face', 'action=achoo+', UNKNOWN],
    ['/face', 'action=achoo%00', UNKNOWN],
    ['/face', 'action=achoo\n', UNKNOWN],
    ['/face', 'action=foo&action=achoo', UNKNOWN],
    ['/face', 'acti%6fn=x&action=achoo', UNKNOWN],
  ];
  for (const [url, body, answer] of cases) t.same(await post(url, body), [200, answer], JSON.stringify(body));
  t.same(sneezes, []);
});

t.test('the query of the URL counts, after the body', async (t) => {
  const { sneezes, post } = await createFaceOf();
  t.same(await post('/face?action=achoo', '', {}), [200, EWW]);
  t.same(await post('/?&action=%61choo', '', {}), [200, EWW]);
  t.same(await post('/face?action=hello', 'action=achoo'), [200, EWW]);
  t.same(await post('/face?action=achoo', 'x=1'), [200, EWW]);
  t.same(await post('/face?action=achoo', '{"action":"hello"}', { 'content-type': 'application/json' }), [
    200,
    EWW,
  ]);
  t.equal(sneezes.length, 5);
  t.same(await post('/face?action=achoo', 'action=hello'), [200, UNKNOWN]);
  t.same(
    await post('/face?action=achoo', 'action='),
    [200, NO_ACTION],
    'an empty action in the body is one, too',
  );
  t.same(await post('/face??action=achoo', '', {}), [200, NO_ACTION]);
  t.same(await post('/face?', '', {}), [200, NO_ACTION]);
  t.equal(sneezes.length, 5);
});

t.test('a form that cannot be read is answered as the original does, in body or query', async (t) => {
  const { sneezes, post } = await createFaceOf();
  const escape = 'could not parse http POST form: invalid URL escape "%zz"';
  const semicolon = 'could not parse http POST form: invalid semicolon separator in query';
  t.same(await post('/face', 'action=%zz'), [200, escape]);
  t.same(await post('/face', 'action=achoo&x=%zz'), [200, escape]);
  t.same(await post('/face', 'action=achoo;'), [200, semicolon]);
  t.same(await post('/face?x=%zz', 'action=achoo'), [200, escape]);
  t.same(await post('/face?a;b', 'action=achoo'), [200, semicolon]);
  t.same(await post('/face?a;b', 'x=%zz'), [200, escape], 'the body is read first');
  t.same(sneezes, []);
});

t.test('content types', async (t) => {
  const { sneezes, post } = await createFaceOf();
  const sneeze = 'action=achoo';
  const as = (type: string) => post('/face', sneeze, { 'content-type': type });
  t.same(await as('application/x-www-form-urlencoded; charset=utf-8'), [200, EWW]);
  t.same(await as('application/x-www-form-urlencoded; charset=latin1'), [200, EWW]);
  t.same(await as('APPLICATION/X-WWW-FORM-URLENCODED'), [200, EWW]);
  t.same(await as('application/x-www-form-urlencoded ; a="b;c"'), [200, EWW]);
  t.equal(sneezes.length, 4);
  for (const type of [
    'application/json',
    'text/plain',
    'application/octet-stream',
    'application/x-www-form-urlencodedx',
    'multipart/mixed; boundary=b',
    'x/y',
  ]) {
    t.same(await as(type), [200, NO_ACTION], type);
  }
  t.same(await post('/face', '{"action":"achoo"}', { 'content-type': 'application/json' }), [200, NO_ACTION]);
  t.same(await post('/face', '{', { 'content-type': 'application/json' }), [200, NO_ACTION]);
  t.same(await post('/face', sneeze, {}), [200, NO_ACTION], 'none');
  for (const type of ['garbage/', ';;;', 'garbage']) {
    t.same(await as(type), [415, 'Unsupported Media Type\n'], `${type} is no media type`);
  }
  t.equal(sneezes.length, 4);
});

t.test('multipart forms', async (t) => {
  const { sneezes, post } = await createFaceOf();
  const part = (name: string, value: string, more = '') =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const multipart = (body: string, type = 'multipart/form-data; boundary=b', url = '/face') =>
    post(url, body, { 'content-type': type });
  const achoo = part('action', 'achoo');
  const file = part('action', 'achoo', '; filename="f"');
  t.same(await multipart(`${achoo}${part('strain', 'x')}${part('generation', '4')}--b--\r\n`), [200, EWW]);
  t.same(sneezes, [{ strain: 'x', generation: 4, from: null }]);
  t.same(await multipart(`${file}${achoo}--b--\r\n`), [200, EWW]);
  t.same(await multipart(achoo), [200, EWW], 'its end is missing');
  t.same(
    await multipart('', 'multipart/form-data', '/face?action=achoo'),
    [200, EWW],
    'the query counts here, too',
  );
  t.equal(sneezes.length, 4);
  t.same(await multipart(`${file}--b--\r\n`), [200, NO_ACTION], 'a file is no field');
  t.same(await multipart(achoo, 'multipart/form-data'), [200, NO_ACTION], 'no boundary');
  t.same(await multipart('x'), [200, NO_ACTION], 'no part');
  t.same(await multipart(`${part('action', '')}${achoo}--b--\r\n`), [200, NO_ACTION]);
  t.same(await multipart(`${part('action', 'x')}${achoo}--b--\r\n`), [200, UNKNOWN]);
  t.same(
    await multipart(`${part('x', '1').repeat(64)}${achoo}--b--\r\n`),
    [200, NO_ACTION],
    'the 65th field',
  );
  t.equal(sneezes.length, 4);
});

t.test('what fetch and FormData send', async (t) => {
  const { app, sneezes } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  const url = `http://127.0.0.1:${listener.address.port}/face`;
  const send = async (body: FormData | URLSearchParams) =>
    (await fetch(url, { method: 'POST', body })).text();
  const form = new FormData();
  form.append('file', new Blob(['action=achoo']), 'f');
  form.append('action', 'achoo');
  form.append('strain', 'fetched');
  t.equal(await send(form), EWW);
  t.equal(await send(new URLSearchParams({ action: 'achoo', strain: 'params' })), EWW);
  t.same(
    sneezes.map(({ strain }) => strain),
    ['fetched', 'params'],
  );
});

t.test('any other path is not there', async (t) => {
  const { app, sneezes, post } = await createFaceOf();
  for (const url of ['/face/', '/nope', '/FACE', '//face', '/face/x', '/face;x', '/liveness']) {
    t.same(await post(`${url}?action=achoo`, 'action=achoo'), [404, '404 page not found\n'], url);
    t.equal((await app.inject(url)).statusCode, 404, url);
  }
  const bad = await app.inject({
    method: 'POST',
    url: '/face%zz',
    payload: 'action=achoo',
    headers: URLENCODED,
  });
  t.equal(bad.statusCode, 400);
  t.match(bad.headers['content-type'], 'text/plain');
  t.same(sneezes, []);
});

t.test('every method that Node.js parses, with and without a body of any type', async (t) => {
  const { app, sneezes } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  t.ok(['PROPFIND', 'QUERY', 'HEAD', 'M-SEARCH', 'TRACE'].every((method) => METHODS.includes(method)));
  for (const method of METHODS) {
    if (method === 'POST' || method === 'CONNECT') continue;
    const expected = new RegExp(
      `^HTTP/1.1 200 OK\\r\\ncontent-type: text/plain; charset=utf-8\\r\\ncontent-length: 26\\r\\nConnection: close\\r\\n\\r\\n${method === 'HEAD' ? '' : 'Stop bothering me, please\\.'}$`,
    );
    const send = (headers: string[], body: string) =>
      exchange(listener.address.port, rawRequest(`${method} /face?action=achoo`, headers, body));
    t.match(await send([], ''), expected, method);
    t.match(await send(['Content-Type: application/json'], '{'), expected, `${method} with broken JSON`);
    t.match(
      await send(['Content-Type: application/x-www-form-urlencoded'], 'action=achoo'),
      expected,
      `${method} with a sneeze`,
    );
    t.match(await send(['Content-Type: ;;;'], 'x'), expected, `${method} with no media type`);
  }
  t.same(sneezes, []);
});

t.test('property: it is infected where the first action is achoo, and by nothing else', async (t) => {
  const { app, sneezes } = await createFaceOf();
  const listener = await serve(app);
  const agent = new Agent({ keepAlive: true });
  t.teardown(async () => {
    agent.destroy();
    await listener.close(0);
  });
  const post = (path: string, body: Buffer) =>
    new Promise<number>((resolve, reject) => {
      const options = { agent, host: '127.0.0.1', port: listener.address.port, method: 'POST', path };
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
      request({ ...options, headers }, (response) => {
        response.on('end', () => resolve(response.statusCode ?? 0)).resume();
      })
        .on('error', reject)
        .end(body);
    });
  // What a request line can hold: printable ASCII.
  const text = fc.oneof(fc.string(), nearlySneezes).map((text) => text.replaceAll(/[^!-~]/g, ''));
  const queries = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('', 'x=1', 'action=achoo') },
    { weight: 1, arbitrary: text },
  );
  let infecting = 0;
  await holds(
    t,
    fc.asyncProperty(urlencodedBytes, queries, async (body, query) => {
      const before = sneezes.length;
      const status = await post(`/face?${query}`, body);
      const expected = isInfecting(body.toString('utf8'), query);
      if (expected) infecting++;
      return status === 200 && sneezes.length - before === (expected ? 1 : 0);
    }),
    { numRuns: 600 },
  );
  t.ok(infecting > 10, 'the property was tried on sneezes, too');
});

t.test(
  'property: no body of whatever type gives a 5xx, and what holds no sneeze infects nobody',
  async (t) => {
    const { app, sneezes } = await createFaceOf();
    const types = fc.oneof(
      fc.constantFrom('multipart/form-data; boundary=b', 'application/json', 'text/plain', 'x/y', ''),
      fc.string().map((text) => text.replaceAll(/[^ -~]/g, '')),
    );
    const pieces = fc.constantFrom(
      '--b\r\n',
      '--b--',
      '\r\n',
      '\r\n\r\n',
      'Content-Disposition: form-data; name="action"',
      '; filename="f"',
      'action=',
      'chaos',
      'Content-Type: text/plain; charset=utf-16le',
    );
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.array(pieces, { maxLength: 12 }).map((pieces) => Buffer.from(pieces.join(''))),
    );
    await holds(
      t,
      fc.asyncProperty(types, bodies, async (type, payload) => {
        const headers = { 'content-type': type };
        const { statusCode } = await app.inject({ method: 'POST', url: '/face', headers, payload });
        return statusCode < 500 && (payload.includes('achoo') || sneezes.length === 0);
      }),
      { numRuns: 500 },
    );
  },
);

t.test('property: a multipart form infects where its first action is achoo', async (t) => {
  const { app, sneezes } = await createFaceOf();
  const field = fc.record({
    name: fc.constantFrom('action', 'action', 'actio', 'x'),
    value: fc.constantFrom('achoo', 'achoo', '', 'achoo ', 'Achoo', 'x'),
    file: fc.boolean(),
  });
  const query = fc.constantFrom('', '?action=achoo', '?action=x', '?action=');
  await holds(
    t,
    fc.asyncProperty(fc.array(field, { maxLength: 5 }), query, async (fields, query) => {
      const before = sneezes.length;
      const body = fields.map(
        ({ name, value, file }) =>
          `--b\r\nContent-Disposition: form-data; name="${name}"${file ? '; filename="f"' : ''}\r\n\r\n${value}\r\n`,
      );
      const answer = await app.inject({
        method: 'POST',
        url: `/face${query}`,
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        payload: `${body.join('')}--b--\r\n`,
      });
      const first = fields.find(({ name, file }) => name === 'action' && !file);
      const infecting = (first === undefined ? query.slice('?action='.length) : first.value) === 'achoo';
      return answer.statusCode === 200 && sneezes.length - before === (infecting ? 1 : 0);
    }),
    { numRuns: 300 },
  );
});
