import { EventEmitter, once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import t from 'tap';
import { missing } from '../../../scripts/testing/needs.ts';
import { KEEP_ALIVE_TIMEOUT_MS } from '../src/limits.ts';
import { openListener } from '../src/listener.ts';
import { exchange, isRefused, rawRequest } from './raw-http.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };
const ok: RequestListener = (_request, response) => void response.end('ok');
const text = async (socket: Socket) => {
  const chunks: string[] = [];
  socket.setEncoding('utf8').on('data', (chunk: string) => void chunks.push(chunk));
  await once(socket, 'close');
  return chunks.join('');
};

t.test('on port 0 it finds a free one and says which', async (t) => {
  const listener = await openListener('face', LOOPBACK, 10, ok);
  t.equal(listener.address.host, '127.0.0.1');
  t.ok(listener.address.port > 0);
  t.match(await exchange(listener.address.port, rawRequest('GET /')), /\r\n\r\nok$/);
  await listener.close(0);
  t.ok(await isRefused(listener.address.port));
});

t.test('a host name is resolved', async (t) => {
  const listener = await openListener('face', { host: 'localhost', port: 0 }, 10, ok);
  t.teardown(() => listener.close(0));
  t.match(listener.address.host, /^(127\.0\.0\.1|::1)$/);
});

t.test('IPv6', { skip: missing('IPv6 loopback') }, async (t) => {
  const listener = await openListener('face', { host: '::1', port: 0 }, 10, ok);
  t.teardown(() => listener.close(0));
  t.equal(listener.address.host, '::1');
  t.notOk(await isRefused(listener.address.port, '::1'));
});

t.test('an address in use', async (t) => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  t.teardown(() => blocker.close());
  const { port } = blocker.address() as AddressInfo;
  await t.rejects(openListener('health listener', { host: '127.0.0.1', port }, 10, ok), {
    name: 'PodderError',
    code: 'PODDER_ADDRESS_IN_USE',
    message: `can't listen on 127.0.0.1:${port} for the health listener: another process already does`,
    cause: { code: 'EADDRINUSE' },
  });
});

t.test('an address of another machine', async (t) => {
  // 192.0.2.0/24 is kept for documentation, so no machine has it.
  await t.rejects(openListener('face', { host: '192.0.2.1', port: 0 }, 10, ok), {
    code: 'PODDER_ADDRESS_NOT_AVAILABLE',
    message: "can't listen on 192.0.2.1:0 for the face: this machine has no such address",
    cause: { code: 'EADDRNOTAVAIL' },
  });
});

t.test('what else the system refuses', async (t) => {
  // A link-local address without its interface.
  await t.rejects(openListener('face', { host: 'fe80::1', port: 0 }, 10, ok), {
    code: /^PODDER_(LISTEN_FAILED|ADDRESS_NOT_AVAILABLE)$/,
    message: /^can't listen on \[fe80::1\]:0 for the face: /,
  });
});

t.test(
  'connections beyond the most are closed as they come, and a place that is free is given again',
  async (t) => {
    const listener = await openListener('face', LOOPBACK, 2, ok);
    t.teardown(() => listener.close(0));
    const { port } = listener.address;
    const hold = async () => {
      const socket = connect(port, '127.0.0.1');
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(socket, 'data');
      return socket;
    };
    const held = [await hold(), await hold()];
    const third = connect(port, '127.0.0.1').on('error', () => {});
    t.equal(await text(third), '', 'closed without an answer');
    held[0]?.destroy();
    // The server hears of the end a little later.
    let answer = '';
    while (!answer.endsWith('ok')) answer = await exchange(port, rawRequest('GET /')).catch(() => '');
    t.match(answer, /^HTTP\/1.1 200 /);
    held[1]?.destroy();
  },
);

t.test(
  'closing refuses connections at once, lets a request under way finish and drops idle ones',
  async (t) => {
    const slowRequests = new EventEmitter();
    const listener = await openListener('face', LOOPBACK, 10, (request, response) => {
      if (request.url === '/slow') slowRequests.emit('request', response);
      else ok(request, response);
    });
    const { port } = listener.address;
    const arrived = once(slowRequests, 'request') as Promise<[ServerResponse]>;
    const idle = connect(port, '127.0.0.1');
    idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(idle, 'data');
    const idleClosed = once(idle, 'close');
    const slow = connect(port, '127.0.0.1');
    slow.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    const [underWay] = await arrived;
    const startedMs = performance.now();
    const closing = listener.close(60_000);
    t.ok(await isRefused(port));
    await idleClosed;
    t.pass('the idle connection is gone');
    underWay.end('late');
    t.match(await text(slow), /^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\nlate$/);
    await closing;
    const tookMs = performance.now() - startedMs;
    t.ok(tookMs < KEEP_ALIVE_TIMEOUT_MS, `the connection is not kept for another request: ${tookMs} ms`);
  },
);

t.test('what is not answered within the grace is cut off; the shortest grace asked for counts', async (t) => {
  const requests = new EventEmitter();
  const listener = await openListener('face', LOOPBACK, 10, () => void requests.emit('request'));
  const arrived = once(requests, 'request');
  const socket = connect(listener.address.port, '127.0.0.1').on('error', () => {});
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const answer = text(socket);
  await arrived;
  const startedMs = performance.now();
  const long = listener.close(60_000);
  const short = listener.close(100);
  await Promise.all([long, short, listener.close(60_000)]);
  t.ok(performance.now() - startedMs >= 95, 'the grace was waited for');
  t.ok(performance.now() - startedMs < 20_000, 'and no longer one');
  t.equal(await answer, '');
  await listener.close(0);
  t.pass('closing what is closed does nothing');
});
