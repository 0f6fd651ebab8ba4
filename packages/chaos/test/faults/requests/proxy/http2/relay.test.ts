/** HTTP/2 and gRPC through the proxy, with prior knowledge. */
import { once } from 'node:events';
import {
  connect,
  createServer,
  type ClientHttp2Session,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
  type ServerStreamResponseOptions,
} from 'node:http2';
import type { Server } from 'node:net';
import t, { type Test } from 'tap';
import { until } from '../../../../../../../scripts/testing/until.ts';
import { ALWAYS, requestFault, UNAVAILABLE } from '../../testing/fault.ts';
import { proxied, type Proxied } from '../../testing/proxied.ts';

/** Far longer than anything here takes on the busiest machine. */
const LONG_MS = 600_000;

const GRPC = { ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers' };

/** What the types of Node.js do not know. */
const NO_DATE = { sendDate: false } as ServerStreamResponseOptions;

/** As gRPC's frames are: five bytes, then the message. */
const framed = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 0, text.length]), Buffer.from(text)]);

/** Says each message once more, and that it went well; `/refused` is answered by trailers alone. */
function callee(): Server {
  const server = createServer();
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => undefined);
    if (headers[':path'] === '/refused') {
      stream.respond({ ':status': 200, 'grpc-status': '7' }, { endStream: true });
      return;
    }
    let asked: IncomingHttpHeaders = {};
    stream.on('trailers', (given) => (asked = given));
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => {
      stream.sendTrailers({ 'grpc-status': '0', 'x-asked': String(asked['x-last'] ?? '') });
    });
    stream.pipe(stream);
  });
  return server;
}

type Got = { headers: IncomingHttpHeaders; trailers: IncomingHttpHeaders; body: string; code: number };

async function call(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: Buffer,
  trailers?: OutgoingHttpHeaders,
): Promise<Got> {
  const stream = session.request(headers, {
    endStream: body === undefined,
    waitForTrailers: trailers !== undefined,
  });
  const got: Got = { headers: {}, trailers: {}, body: '', code: 0 };
  stream.on('response', (given: IncomingHttpHeaders) => (got.headers = given));
  stream.on('trailers', (given: IncomingHttpHeaders) => (got.trailers = given));
  stream.on('data', (part: Buffer) => (got.body += part.toString('latin1')));
  stream.on('wantTrailers', () => stream.sendTrailers(trailers ?? {}));
  stream.on('error', () => undefined);
  if (body !== undefined) stream.end(body);
  await new Promise((resolve) => stream.once('close', resolve));
  got.code = stream.rstCode ?? 0;
  return got;
}

function open(t: Test, { url }: Proxied): ClientHttp2Session {
  const session = connect(url);
  session.on('error', () => undefined);
  t.teardown(() => session.destroy());
  return session;
}

t.test('headers, data and trailers pass both ways', async (t) => {
  const one = await proxied(
    t,
    callee(),
    requestFault({ failure: { ...ALWAYS, how: UNAVAILABLE } }, { paths: ['/never'] }),
  );
  const session = open(t, one);
  const got = await call(session, { ...GRPC, ':path': '/pkg.Echo/Say' }, framed('hello'), {
    'x-last': 'yes',
  });
  t.match(got, {
    headers: { ':status': 200, 'content-type': 'application/grpc' },
    trailers: { 'grpc-status': '0', 'x-asked': 'yes' },
    code: 0,
  });
  t.equal(got.body, framed('hello').toString('latin1'));
  t.match(await call(session, { ...GRPC, ':path': '/refused' }), {
    headers: { 'grpc-status': '7' },
    body: '',
  });
  const large = Buffer.alloc(1_000_000, 'x');
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => call(session, { ...GRPC, ':path': '/pkg.Echo/Say' }, large)),
  );
  t.ok(answers.every(({ body }) => body.length === large.length));
  t.match(one.proxy.counts(), { seen: 10, hit: 0, unread: 0 });
});

t.test('a status of gRPC, for its calls alone', async (t) => {
  const how = { do: 'grpc', status: 14, message: 'try 100% later, ü' } as const;
  const fault = requestFault(
    { failure: { ...ALWAYS, how } },
    { excludedPaths: ['/grpc.health.v1.Health'] },
    { calls: 'grpc' },
  );
  const one = await proxied(t, callee(), fault);
  const session = open(t, one);
  t.match(await call(session, { ...GRPC, ':path': '/pkg.Echo/Say' }, framed('x')), {
    headers: {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': '14',
      'grpc-message': 'try 100%25 later, %C3%BC',
    },
    body: '',
    code: 0,
  });
  t.match(await call(session, { ...GRPC, ':path': '/grpc.health.v1.Health/Check' }, framed('x')), {
    trailers: { 'grpc-status': '0' },
  });
  t.match(await call(session, { ':method': 'POST', ':path': '/json' }, Buffer.from('{}')), { body: '{}' });
  t.match(one.proxy.counts(), { seen: 3, hit: 1, failed: 1 });
});

t.test('a caller that goes on sending is told that nobody needs it', async (t) => {
  const how = { do: 'grpc', status: 8, message: '' } as const;
  const one = await proxied(
    t,
    callee(),
    requestFault({ failure: { ...ALWAYS, how } }, {}, { calls: 'grpc' }),
  );
  const stream = open(t, one).request({ ...GRPC, ':path': '/pkg.Echo/Stream' });
  stream.on('error', () => undefined);
  stream.write(framed('first'));
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders];
  t.equal(headers['grpc-status'], '8');
  stream.resume();
  await once(stream, 'close');
  t.equal(stream.rstCode, 0);
});

t.test('answers, resets, delays and slow bodies', async (t) => {
  const answer = await proxied(t, callee(), requestFault({ failure: { ...ALWAYS, how: UNAVAILABLE } }));
  t.match(await call(open(t, answer), { ':path': '/' }), {
    headers: { ':status': 503, 'retry-after': '1', 'content-length': '7' },
    body: 'not now',
  });
  const how = { do: 'reset' } as const;
  const away = await proxied(t, callee(), requestFault({ failure: { first: 1, rate: 0, how } }));
  const session = open(t, away);
  t.equal((await call(session, { ':path': '/' })).code, 2);
  t.match(await call(session, { ...GRPC, ':path': '/' }, framed('x')), { trailers: { 'grpc-status': '0' } });
  const slow = await proxied(
    t,
    callee(),
    requestFault({ delay: { averageMs: 100, variationMs: 0 }, bytesPerSecond: 2_000 }),
  );
  const sinceMs = performance.now();
  const got = await call(open(t, slow), { ...GRPC, ':path': '/' }, Buffer.alloc(400));
  const ms = performance.now() - sinceMs;
  t.equal(got.body.length, 400);
  t.ok(ms >= 290, `${ms} ms`);
  t.match(slow.proxy.counts(), { hit: 1, delayed: 1, slowed: 1 });
});

t.test('a reset stream is reset on the other side too, with its code', async (t) => {
  let codeSeen: number | undefined;
  const server = createServer();
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => undefined);
    stream.on('close', () => (codeSeen = stream.rstCode));
    if (headers[':path'] === '/refused') stream.close(7);
  });
  const one = await proxied(t, server, requestFault({ delay: { averageMs: 1, variationMs: 0 } }));
  const session = open(t, one);
  t.equal((await call(session, { ':path': '/refused' })).code, 7);
  codeSeen = undefined;
  const stream = session.request({ ':path': '/waits' });
  stream.on('error', () => undefined);
  await until('the request', () => one.proxy.counts().seen === 2);
  stream.close(8);
  await until('the server to know', () => codeSeen !== undefined);
  t.equal(codeSeen, 8);
});

t.test('an answer before the end of the question, and a server that goes', async (t) => {
  const server = createServer();
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    stream.on('error', () => undefined);
    if (headers[':path'] === '/gone') stream.session?.destroy();
    else stream.respond({ ':status': 200, 'grpc-status': '8' }, { ...NO_DATE, endStream: true });
  });
  const one = await proxied(t, server, requestFault({ delay: { averageMs: 1, variationMs: 0 } }));
  const session = open(t, one);
  const early = session.request({ ...GRPC, ':path': '/early' });
  early.on('error', () => undefined);
  early.write(Buffer.alloc(100_000));
  const [headers] = (await once(early, 'response')) as [IncomingHttpHeaders];
  t.equal(headers['grpc-status'], '8');
  t.equal(headers['date'], undefined, 'nothing is added');
  early.resume().end();
  await new Promise((resolve) => early.once('close', resolve));
  t.not((await call(session, { ...GRPC, ':path': '/gone' }, framed('x'))).code, 0);
});

t.test('when it closes, streams in flight are finished', async (t) => {
  const one = await proxied(t, callee(), requestFault({ delay: { averageMs: LONG_MS, variationMs: 0 } }), {
    drainLimitMs: LONG_MS,
  });
  const session = open(t, one);
  const asked = call(session, { ...GRPC, ':path': '/' }, framed('x'));
  await until('the request', () => one.proxy.counts().seen === 1);
  const sinceMs = performance.now();
  await one.proxy.close();
  t.match(await asked, { trailers: { 'grpc-status': '0' } });
  t.ok(performance.now() - sinceMs < LONG_MS);
  t.ok(session.closed);
});
