/** HTTP/1 through the proxy: servers and clients that are real, and bytes where what is passed on has to be the same. */
import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import t from 'tap';
import { until } from '../../../../../../../scripts/testing/until.ts';
import { ALWAYS, requestFault, UNAVAILABLE } from '../../testing/fault.ts';
import { proxied, rawServer } from '../../testing/proxied.ts';

const NO_EFFECT = requestFault({ delay: { averageMs: 1, variationMs: 0 } }, { paths: ['/never'] });

/** Far longer than anything here takes on the busiest machine. */
const LONG_MS = 600_000;

/** A server that says what it got. */
const echo = (): ReturnType<typeof createServer> =>
  createServer((asked, answer) => {
    const parts: Buffer[] = [];
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => answer.end(`${asked.method} ${asked.url} ${Buffer.concat(parts).toString()}`));
  });

type Got = { status: number | undefined; headers: IncomingMessage['headers']; body: string; ms: number };

function get(url: string, options: Parameters<typeof request>[1] = {}, body?: string | Buffer): Promise<Got> {
  const sinceMs = performance.now();
  return new Promise((resolve, reject) => {
    const asking = request(url, options, (answer) => {
      let text = '';
      answer.setEncoding('latin1').on('data', (part: string) => (text += part));
      answer.on('error', reject);
      answer.on('end', () => {
        const ms = performance.now() - sinceMs;
        resolve({ status: answer.statusCode, headers: answer.headers, body: text, ms });
      });
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

/** Says something to the proxy and hears what comes back, until it is closed. */
async function say(port: number, ...pieces: readonly (string | Buffer)[]): Promise<Buffer> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  const heard: Buffer[] = [];
  socket.on('data', (part: Buffer) => heard.push(part));
  socket.on('error', () => undefined);
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.end();
  await once(socket, 'close');
  return Buffer.concat(heard);
}

t.test('connections are kept, answers come in order', async (t) => {
  const { url, proxy } = await proxied(t, echo(), NO_EFFECT);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.teardown(() => agent.destroy());
  const answers = await Promise.all(
    ['/a', '/b', '/c'].map((path) => get(url + path, { agent, method: 'POST' }, path.repeat(1_000))),
  );
  t.same(
    answers.map(({ body }) => body),
    ['/a', '/b', '/c'].map((path) => `POST ${path} ${path.repeat(1_000)}`),
  );
  t.match(proxy.counts(), { seen: 3, hit: 0, unread: 0 });
});

t.test('a delay, and nothing else', async (t) => {
  const fault = requestFault({ delay: { averageMs: 120, variationMs: 0 } }, { methods: ['GET'] });
  const { url, proxy } = await proxied(t, echo(), fault);
  t.match(await get(`${url}/x`), { status: 200, body: 'GET /x ' });
  const { ms } = await get(`${url}/x`);
  t.ok(ms >= 119, `${ms} ms`);
  t.match(await get(`${url}/x`, { method: 'PUT' }, 'y'), { body: 'PUT /x y' });
  t.match(proxy.counts(), { seen: 3, hit: 2, delayed: 2 });
});

t.test('an answer in place of the own one, then the connection goes on', async (t) => {
  const failure = { first: 1, rate: 0, how: UNAVAILABLE };
  const { url, proxy } = await proxied(t, echo(), requestFault({ failure }));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.teardown(() => agent.destroy());
  const failed = await get(`${url}/a`, { agent, method: 'POST' }, Buffer.alloc(300_000));
  t.match(failed, { status: 503, body: 'not now', headers: { 'retry-after': '1', 'content-length': '7' } });
  t.match(await get(`${url}/b`, { agent, method: 'POST' }, 'more'), { status: 200, body: 'POST /b more' });
  t.match(proxy.counts(), { seen: 2, hit: 1, failed: 1 });
});

t.test('pipelined requests keep their order, also where one fails', async (t) => {
  const failure = { ...ALWAYS, how: UNAVAILABLE };
  const { proxy } = await proxied(t, echo(), requestFault({ failure }, { paths: ['/bad'] }));
  const heard = await say(
    proxy.port,
    'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /bad HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel',
    'loGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  );
  const text = heard.toString();
  t.match(text, /GET \/1 [^]*not nowHTTP[^]*GET \/2 /);
});

t.test('a reset is a reset', async (t) => {
  const how = { do: 'reset' } as const;
  const { url, proxy } = await proxied(t, echo(), requestFault({ failure: { ...ALWAYS, how } }));
  await t.rejects(get(url), { code: 'ECONNRESET' });
  t.match(proxy.counts(), { hit: 1, reset: 1, failed: 0 });
});

t.test('who waits for 100 Continue gets the failure, and the connection ends', async (t) => {
  const { proxy } = await proxied(t, echo(), requestFault({ failure: { ...ALWAYS, how: UNAVAILABLE } }));
  const heard = await say(
    proxy.port,
    'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n',
  );
  t.match(heard.toString(), /^HTTP\/1\.1 503 Service Unavailable\r\n[^]*Connection: close\r\n\r\nnot now$/);
});

t.test('a slow body comes at the speed that was asked for', async (t) => {
  const server = createServer((_, answer) => answer.end(Buffer.alloc(1_000)));
  const { url, proxy } = await proxied(t, server, requestFault({ bytesPerSecond: 4_000 }));
  const { ms, body } = await get(url);
  t.equal(body.length, 1_000);
  t.ok(ms >= 240 && ms < 100_000, `${ms} ms`);
  t.match(proxy.counts(), { slowed: 1, hit: 1 });
});

t.test('WebSockets and other upgrades pass', async (t) => {
  const server = echo();
  server.on('upgrade', (_asked, socket: Socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nfirst');
    socket.on('data', (part) => socket.write(`<${part.toString()}>`));
    socket.on('end', () => socket.end('bye'));
  });
  const { proxy } = await proxied(t, server, NO_EFFECT);
  const heard = await say(
    proxy.port,
    'GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    'GET / HTTP/1.1',
  );
  t.match(heard.toString(), /^HTTP\/1\.1 101 [^]*\r\n\r\nfirst<GET \/ HTTP\/1\.1>bye$/);
  t.match(proxy.counts(), { seen: 1, unread: 0 });
});

t.test('an upgrade that is refused is a request like any other', async (t) => {
  const { proxy } = await proxied(t, echo(), NO_EFFECT);
  const heard = await say(
    proxy.port,
    'GET /a HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n',
  );
  t.match(heard.toString(), /GET \/a [^]*GET \/b /);
  t.equal(proxy.counts().seen, 2);
});

t.test('100 Continue, 103 and answers that end with the connection', async (t) => {
  const server = rawServer((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      socket.once('data', () => {
        socket.end('HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\n\r\nto the end');
      });
    });
  });
  const { proxy } = await proxied(t, server, NO_EFFECT);
  const socket = connect(proxy.port, '127.0.0.1');
  let heard = '';
  socket.on('data', (part) => (heard += part));
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n');
  await until('100', () => heard.includes('100 Continue'));
  socket.write('ok');
  await once(socket, 'close');
  t.match(
    heard,
    /100 Continue\r\n\r\nHTTP\/1\.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP\/1\.1 200 OK\r\n\r\nto the end$/,
  );
});

t.test('other protocols pass, whoever speaks first', async (t) => {
  const server = rawServer((socket) => {
    socket.write('220 mail\r\n');
    socket.on('data', (part) => socket.write(`250 ${part.toString()}`));
    socket.on('end', () => socket.end());
  });
  const { proxy } = await proxied(t, server, requestFault({ failure: { ...ALWAYS, how: UNAVAILABLE } }));
  t.equal((await say(proxy.port, 'EHLO a\r\n')).toString(), '220 mail\r\n250 EHLO a\r\n');
  t.equal((await say(proxy.port, Buffer.from([0x16, 3, 1, 0]))).at(-4), 0x16);
  t.match(proxy.counts(), { seen: 0, hit: 0 });
  t.ok(proxy.counts().unread >= 1);
});

t.test('a program that does not listen is told by a reset', async (t) => {
  const server = echo();
  const { url } = await proxied(t, server, NO_EFFECT);
  server.close();
  await once(server, 'close');
  await t.rejects(get(url), { code: 'ECONNRESET' });
});

t.test('bytes are those that came, both ways, however they come', async (t) => {
  const head = 'POST /a HTTP/1.1\r\nhOsT:  a\r\nX-odd:\t\r\n';
  const asked = Buffer.concat([
    Buffer.from(`\r\n${head}transfer-encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n`),
    Buffer.from(`${head}Content-Length: 4\r\n\r\n\r\n\r\n`),
    Buffer.from(`GET /b?c HTTP/1.1\nHost: a\n\n`),
  ]);
  const answered = Buffer.from(
    'HTTP/1.1 200 fine\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX: y\r\n\r\n' +
      'HTTP/1.1 404\r\nContent-Length: 2\r\n\r\n\r\n' +
      'HTTP/1.0 200 OK\r\nSet-Cookie: a\r\nset-cookie: b\r\n\r\nrest',
  );
  const got: Buffer[] = [];
  let sizes: readonly number[] = [7];
  const server = rawServer((socket) => {
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.on('end', () => {
      got.push(Buffer.concat(parts));
      for (const piece of cut(answered, sizes)) socket.write(piece);
      socket.end();
    });
  });
  const { proxy } = await proxied(t, server, NO_EFFECT);
  const pieces = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(pieces, pieces, async (mine, theirs) => {
      sizes = theirs;
      const heard = await say(proxy.port, ...cut(asked, mine));
      return heard.equals(answered) && got.pop()?.equals(asked) === true;
    }),
    { numRuns: 15 },
  );
  t.match(proxy.counts(), { unread: 0 });
});

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

t.test('a client that does not read holds up the server', async (t) => {
  let written = 0;
  const server = createServer((_, answer) => {
    answer.on('error', () => undefined);
    const more = (): void => {
      for (let isFree = true; isFree;) {
        written += 65_536;
        isFree = answer.write(Buffer.alloc(65_536));
      }
      answer.once('drain', more);
    };
    more();
  });
  const { proxy } = await proxied(t, server, NO_EFFECT);
  const socket = connect(proxy.port, '127.0.0.1');
  t.teardown(() => socket.destroy());
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  let last = -1;
  await until('nothing more to be written', async () => {
    await sleep(100);
    const same = written === last && written > 0;
    last = written;
    return same;
  });
  t.ok(written < 60_000_000, `${written} bytes`);
  t.ok(process.memoryUsage().arrayBuffers < 60_000_000, 'nor does the proxy keep it');
});

t.test('when it closes', async (t) => {
  await t.test('what is held back goes on at once, idle connections are closed', async (t) => {
    const fault = requestFault({ delay: { averageMs: LONG_MS, variationMs: 0 } }, { paths: ['/slow'] });
    const one = await proxied(t, echo(), fault, { drainLimitMs: LONG_MS });
    const agent = new Agent({ keepAlive: true });
    t.teardown(() => agent.destroy());
    await get(`${one.url}/idle`, { agent });
    const before = performance.now();
    const asked = get(`${one.url}/slow`);
    await until('the request', () => one.proxy.counts().seen === 2);
    await one.proxy.close();
    t.match(await asked, { status: 200, body: 'GET /slow ' });
    t.ok(performance.now() - before < LONG_MS);
    t.notOk(one.proxy.isListening());
    await t.rejects(get(one.url), { code: 'ECONNREFUSED' });
  });

  await t.test('what never ends is closed after its limit', async (t) => {
    const server = createServer((_, answer) => void answer.write('some'));
    const one = await proxied(t, server, NO_EFFECT, { drainLimitMs: 50 });
    const asked = get(one.url);
    asked.catch(() => undefined);
    await until('the request', () => one.proxy.counts().seen === 1);
    await one.proxy.close();
    await t.rejects(asked, { code: 'ECONNRESET' });
  });
});
