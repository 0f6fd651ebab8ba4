import fc from 'fast-check';
import { Agent, METHODS, request } from 'node:http';
import { connect } from 'node:net';
import t from 'tap';
import { createFace, FACE_ANSWERS } from '../src/face.ts';
import type { Lineage } from '../src/lineage.ts';
import { MAX_BODY_BYTES, MAX_HEADER_BYTES } from '../src/limits.ts';
import { isInfecting, nearlySneezes, urlencodedBytes } from './form-oracle.ts';
import { holds } from './holds.ts';
import { exchange, rawRequest, serve } from './raw-http.ts';

const URLENCODED = { 'content-type': 'application/x-www-form-urlencoded' };
const EWW = 'eww\n';
const NO_ACTION = 'Do something!\n';
const UNKNOWN = "I don't understand what you're doing.\n";
const NOT_POST = 'Stop bothering me, please.';
const UNKNOWN_LINEAGE: Lineage = { strain: 'unknown', generation: 1, from: null };

async function createFaceOf() {
  const sneezes: Lineage[] = [];
  const app = createFace({ sneezedOn: (lineage) => void sneezes.push(lineage()) });
  await app.ready();
  const post = async (
    url: string,
    payload: string | Buffer = '',
    headers: Record<string, string> = URLENCODED,
  ) => {
    const { statusCode, body } = await app.inject({ method: 'POST', url, payload, headers });
    return [statusCode, body];
  };
  return { app, sneezes, post };
}

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

t.test('the bytes of each answer', async (t) => {
  const { app } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  const send = (...request: Parameters<typeof rawRequest>) =>
    exchange(listener.address.port, rawRequest(...request));
  const answer = (status: string, body: string) =>
    `HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
  const form = ['Content-Type: application/x-www-form-urlencoded'];
  t.equal(await send('POST /face', form, 'action=achoo'), answer('200 OK', EWW));
  t.equal(await send('POST /face', form, 'action='), answer('200 OK', NO_ACTION));
  t.equal(await send('POST /face', form, 'action=x'), answer('200 OK', UNKNOWN));
  t.equal(await send('GET /face'), answer('200 OK', NOT_POST));
  t.equal(await send('POST /face', [], ''), answer('200 OK', NO_ACTION));
  t.equal(await send('POST /face?action=achoo'), answer('200 OK', EWW));
  t.equal(await send('POST http://podder/face?action=achoo'), answer('200 OK', EWW), 'an absolute target');
  t.equal(
    await send('POST /face?action=achoo#x'),
    answer('200 OK', UNKNOWN),
    'a fragment belongs to the query',
  );
  t.equal(await send('GET /face/'), answer('404 Not Found', '404 page not found\n'));
  t.equal(
    await exchange(
      listener.address.port,
      'POST /face HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n' +
        'Content-Type: application/x-www-form-urlencoded\r\n\r\n6\r\naction\r\n6\r\n=achoo\r\n0\r\n\r\n',
    ),
    answer('200 OK', EWW),
    'a chunked body',
  );
  t.equal(
    await exchange(listener.address.port, 'POST /face?action=achoo HTTP/1.0\r\n\r\n'),
    answer('200 OK', EWW),
    'HTTP/1.0',
  );
  t.match(await exchange(listener.address.port, 'FOO /face HTTP/1.1\r\nHost: x\r\n\r\n'), /^HTTP\/1.1 400 /);
  t.match(await exchange(listener.address.port, 'nonsense\r\n\r\n'), /^HTTP\/1.1 400 /);
});

t.test('the largest body and one byte more', async (t) => {
  const { app, sneezes } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  t.equal(MAX_BODY_BYTES, 16_384);
  const body = (bytes: number) => `action=achoo&x=${'y'.repeat(bytes - 15)}`;
  for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', 'x/y']) {
    const send = (bytes: number) =>
      exchange(listener.address.port, rawRequest('POST /face', [`Content-Type: ${type}`], body(bytes)));
    t.match(await send(MAX_BODY_BYTES), /^HTTP\/1.1 200 OK\r\n/, type);
    t.match(
      await send(MAX_BODY_BYTES + 1),
      /^HTTP\/1.1 413 Payload Too Large\r\n[^]*content-type: text\/plain; charset=utf-8\r\n[^]*\r\n\r\nRequest body is too large\n$/,
      type,
    );
  }
  const chunk = body(MAX_BODY_BYTES + 1);
  t.match(
    await exchange(
      listener.address.port,
      'POST /face HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n' +
        `${chunk.length.toString(16)}\r\n${chunk}\r\n0\r\n\r\n`,
    ),
    /^HTTP\/1.1 413 /,
    'chunked',
  );
  t.equal(sneezes.length, 1);
  const get = rawRequest('GET /face', [], 'x'.repeat(MAX_BODY_BYTES + 1));
  t.match(
    await exchange(listener.address.port, get),
    /^HTTP\/1.1 200 [^]*\r\n\r\nStop bothering me, please\.$/,
  );
});

t.test('headers beyond the limit', async (t) => {
  const { app } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  t.equal(MAX_HEADER_BYTES, 8192);
  const send = (bytes: number) =>
    exchange(listener.address.port, rawRequest('GET /face', [`X: ${'y'.repeat(bytes)}`]));
  t.match(await send(MAX_HEADER_BYTES - 200), /^HTTP\/1.1 200 /);
  t.match(await send(MAX_HEADER_BYTES), /^HTTP\/1.1 431 /);
});

t.test('pipelined requests are answered in order over one connection, unread bodies and all', async (t) => {
  const { app, sneezes } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  const kept = (line: string, body: string) =>
    `${line} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const last = rawRequest('POST /face', ['Content-Type: application/x-www-form-urlencoded'], 'action=x');
  const answers = await exchange(
    listener.address.port,
    Buffer.concat([
      Buffer.from(kept('POST /face', 'action=achoo&strain=first')),
      Buffer.from(kept('GET /face', 'x'.repeat(20_000))),
      Buffer.from(kept('POST /face', 'x')),
      Buffer.from(kept('POST /face', 'action=achoo&strain=second')),
      last,
    ]),
  );
  const bodies = answers.split('HTTP/1.1 200 OK\r\n').map((answer) => answer.split('\r\n\r\n')[1]);
  t.same(bodies.slice(1), [EWW, NOT_POST, NO_ACTION, EWW, UNKNOWN]);
  t.same(
    sneezes.map(({ strain }) => strain),
    ['first', 'second'],
  );
});

t.test('a client that goes away in the middle of its request harms nobody', async (t) => {
  const { app, sneezes } = await createFaceOf();
  const listener = await serve(app);
  t.teardown(() => listener.close(0));
  await new Promise<void>((resolve) => {
    const socket = connect(listener.address.port, '127.0.0.1', () => {
      socket.write('POST /face HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\nact', () => socket.destroy());
    });
    socket.on('close', () => resolve());
  });
  t.match(await exchange(listener.address.port, rawRequest('POST /face?action=achoo')), /eww\n$/);
  t.equal(sneezes.length, 1);
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
