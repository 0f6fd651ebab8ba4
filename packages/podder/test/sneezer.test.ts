import { EventEmitter, once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { freePort } from '../../../scripts/testing/free-port.ts';
import { systemClock } from '../src/clock.ts';
import { MAX_ANSWER_BYTES } from '../src/limits.ts';
import { createSneezer, NO_SNEEZES, type Sneeze, type SneezerOptions } from '../src/sneezer.ts';

const FORM = 'action=achoo&from=podder-a&generation=1&strain=s';
type Teardown = { teardown(end: () => unknown): unknown };

/** Far longer than anything here takes, where a test is not about the timeout. */
const LONG_MS = 60_000;

/** A sneezer at a port of the loopback, and how to await the next sneezes that are over. */
function createSneezing(port: number, options: Partial<SneezerOptions> = {}) {
  const over: Sneeze[] = [];
  const events = new EventEmitter();
  const sneezer = createSneezer({
    authority: `127.0.0.1:${port}`,
    timeoutMs: LONG_MS,
    maxInFlight: 16,
    breaker: 0,
    clock: systemClock,
    onOver(sneeze) {
      over.push(sneeze);
      events.emit('over');
    },
    ...options,
  });
  async function untilOver(count: number): Promise<Sneeze[]> {
    while (over.length < count) await once(events, 'over');
    return over;
  }
  return { sneezer, over, untilOver };
}

async function listen(t: Teardown, server: Server | HttpServer, ofPort = 0): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  server.listen(ofPort, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Resolves when the socket is closed, be it by a reset. */
const untilClosed = (socket: Socket) =>
  new Promise<void>((resolve) => void socket.on('close', () => resolve()));

/** A server that answers every request with these bytes and then closes, or not. */
const answering = (bytes: string, close = true) =>
  createServer((socket) => {
    socket.once('data', () => (close ? socket.end(bytes) : socket.write(bytes)));
  });

t.test('who has not sneezed counts nothing', async (t) => {
  const { sneezer } = createSneezing(9);
  t.same(sneezer.counts, {
    sent: 0,
    answered: 0,
    refused: 0,
    timeout: 0,
    failed: 0,
    skipped: 0,
    inFlight: 0,
  });
  t.same(NO_SNEEZES, sneezer.counts);
  sneezer.warmUp();
  t.same(NO_SNEEZES, sneezer.counts, 'warming up is no sneeze');
});

t.test('a sneeze is this request, byte for byte', async (t) => {
  const received: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk);
      if (Buffer.concat(received).includes(FORM))
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\neww\n');
    });
  });
  const port = await listen(t, server);
  const { sneezer, untilOver } = createSneezing(port);
  sneezer.sneeze(FORM);
  t.match(sneezer.counts, { sent: 1, inFlight: 1 });
  const [sneeze] = await untilOver(1);
  t.equal(sneeze?.result, 'answered');
  t.ok(sneeze !== undefined && sneeze.durationMs >= 0 && !('error' in sneeze));
  t.equal(
    Buffer.concat(received).toString(),
    `POST /face HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${FORM.length}\r\n\r\n${FORM}`,
  );
  t.same(sneezer.counts, { ...NO_SNEEZES, sent: 1, answered: 1 });
});

t.test('each sneeze is a connection of its own, also to a server that would keep it', async (t) => {
  let connections = 0;
  const ports: (number | undefined)[] = [];
  const server = createHttpServer((request, response) => {
    ports.push(request.socket.remotePort);
    request.resume().on('end', () => response.end('eww\n'));
  });
  server.on('connection', () => connections++);
  const { sneezer, untilOver } = createSneezing(await listen(t, server));
  for (let count = 1; count <= 5; count++) {
    sneezer.sneeze(FORM);
    await untilOver(count);
  }
  sneezer.sneeze(FORM);
  sneezer.sneeze(FORM);
  const over = await untilOver(7);
  t.ok(over.every(({ result }) => result === 'answered'));
  t.equal(connections, 7);
  t.equal(new Set(ports).size, 7);
});

t.test('any status is an answer', async (t) => {
  for (const status of [
    '404 Not Found',
    '413 Payload Too Large',
    '500 Oops',
    '302 Found\r\nLocation: /x',
    '204 No Content',
  ]) {
    const port = await listen(t, answering(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`));
    const { sneezer, untilOver } = createSneezing(port);
    sneezer.sneeze(FORM);
    t.match((await untilOver(1))[0], { result: 'answered' }, status);
    t.same(sneezer.counts, { ...NO_SNEEZES, sent: 1, answered: 1 });
  }
});

t.test('nobody there: refused', async (t) => {
  const { sneezer, untilOver } = createSneezing(await freePort());
  sneezer.sneeze(FORM);
  t.match((await untilOver(1))[0], { result: 'refused', error: /ECONNREFUSED/ });
  t.same(sneezer.counts, { ...NO_SNEEZES, sent: 1, refused: 1 });
});

t.test('a circuit breaker opens after so many failures in a row, and stays open', async (t) => {
  const server = answering('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  const port = await listen(t, server, await freePort());
  const { sneezer, untilOver } = createSneezing(port, { breaker: 2 });
  const sneezeOnce = async (count: number): Promise<void> => {
    sneezer.sneeze(FORM);
    await untilOver(count);
  };
  await sneezeOnce(1);
  server.close();
  await once(server, 'close');
  await sneezeOnce(2);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  await sneezeOnce(3);
  t.match(sneezer.counts, { sent: 3, answered: 2, refused: 1 }, 'one failure, and then none');
  server.close();
  await once(server, 'close');
  await sneezeOnce(4);
  await sneezeOnce(5);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  sneezer.sneeze(FORM);
  t.same(sneezer.counts, { ...NO_SNEEZES, sent: 5, answered: 2, refused: 3, skipped: 1 });
});

t.test('no answer in time: timeout, and the connection is given up', async (t) => {
  const server = createServer((socket) => void socket.resume());
  const port = await listen(t, server);
  const connection = once(server, 'connection') as Promise<[Socket]>;
  const { sneezer, untilOver } = createSneezing(port, { timeoutMs: 150 });
  sneezer.sneeze(FORM);
  const [socket] = await connection;
  const closed = untilClosed(socket);
  const [sneeze] = await untilOver(1);
  t.equal(sneeze?.result, 'timeout');
  t.type(sneeze?.error, 'string');
  t.ok((sneeze?.durationMs ?? 0) >= 140, `after ${sneeze?.durationMs} ms`);
  await closed;
  t.same(sneezer.counts, { ...NO_SNEEZES, sent: 1, timeout: 1 });
});

t.test('an answer that begins and does not end in time is a timeout, too', async (t) => {
  const port = await listen(t, answering('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\new', false));
  const { sneezer, untilOver } = createSneezing(port, { timeoutMs: 150 });
  sneezer.sneeze(FORM);
  t.match((await untilOver(1))[0], { result: 'timeout' });
});

t.test('a server that does not accept: timeout while connecting', async (t) => {
  // A thread listens with the shortest queue and then sleeps, so that the kernel soon has no place for more.
  const wake = new Int32Array(new SharedArrayBuffer(4));
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const server = require('node:net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
      parentPort.postMessage(server.address().port);
      setImmediate(() => { Atomics.wait(workerData, 0, 0); process.exit(); });
    });`;
  const worker = new Worker(source, { eval: true, workerData: wake });
  const [port] = (await once(worker, 'message')) as [number];
  const fillers = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  t.teardown(async () => {
    for (const socket of fillers) socket.destroy();
    Atomics.store(wake, 0, 1);
    Atomics.notify(wake, 0);
    await worker.terminate();
  });
  await Promise.all(fillers.slice(0, 1).map((socket) => once(socket, 'connect')));
  const { sneezer, untilOver } = createSneezing(port, { timeoutMs: 300 });
  sneezer.sneeze(FORM);
  t.match((await untilOver(1))[0], { result: 'timeout' });
  t.same(sneezer.counts, { ...NO_SNEEZES, sent: 1, timeout: 1 });
});

t.test('what is no HTTP answer: failed', async (t) => {
  for (const bytes of [
    'nonsense\r\n\r\n',
    'HTTP/1.1 abc OK\r\n\r\n',
    '',
    'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\neww',
  ]) {
    const { sneezer, untilOver } = createSneezing(await listen(t, answering(bytes)));
    sneezer.sneeze(FORM);
    const [sneeze] = await untilOver(1);
    t.match(sneeze, { result: 'failed' }, JSON.stringify(bytes));
    t.type(sneeze?.error, 'string');
    t.same(sneezer.counts, { ...NO_SNEEZES, sent: 1, failed: 1 });
  }
});

t.test('a connection that is reset: failed', async (t) => {
  const port = await listen(
    t,
    createServer((socket) => void socket.once('data', () => socket.resetAndDestroy())),
  );
  const { sneezer, untilOver } = createSneezing(port);
  sneezer.sneeze(FORM);
  t.match((await untilOver(1))[0], { result: 'failed' });
});

t.test('an answer of the most bytes is read to its end', async (t) => {
  const body = 'x'.repeat(MAX_ANSWER_BYTES);
  const port = await listen(t, answering(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`));
  const { sneezer, untilOver } = createSneezing(port);
  sneezer.sneeze(FORM);
  t.match((await untilOver(1))[0], { result: 'answered' });
});

t.test('an endless answer is cut off and counts as failed', async (t) => {
  t.equal(MAX_ANSWER_BYTES, 16_384);
  for (const head of ['Transfer-Encoding: chunked', 'Content-Length: 999999999', 'Connection: close']) {
    const chunk = head.startsWith('Transfer') ? `400\r\n${'x'.repeat(1024)}\r\n` : 'x'.repeat(1024);
    let sentBytes = 0;
    const server = createServer((socket) => {
      const pour = (): void => {
        while (!socket.destroyed && socket.write(chunk)) sentBytes += chunk.length;
      };
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`);
        socket.on('drain', pour);
        pour();
      });
    });
    const port = await listen(t, server);
    const connection = once(server, 'connection') as Promise<[Socket]>;
    const { sneezer, untilOver } = createSneezing(port);
    sneezer.sneeze(FORM);
    const [socket] = await connection;
    const closed = untilClosed(socket);
    t.match((await untilOver(1))[0], { result: 'failed' }, head);
    await closed;
    t.ok(sentBytes < 50_000_000, `the server got rid of ${sentBytes} bytes, most of them into buffers`);
  }
});

t.test('no more than so many are in flight; the rest are skipped', async (t) => {
  const sockets: Socket[] = [];
  const arrivals = new EventEmitter();
  const server = createServer((socket) => {
    socket.once('data', () => {
      sockets.push(socket);
      arrivals.emit('sneeze');
    });
  });
  const { sneezer, untilOver } = createSneezing(await listen(t, server), { maxInFlight: 2 });
  for (let count = 0; count < 5; count++) sneezer.sneeze(FORM);
  t.same(sneezer.counts, { ...NO_SNEEZES, sent: 2, skipped: 3, inFlight: 2 });
  while (sockets.length < 2) await once(arrivals, 'sneeze');
  sockets[0]?.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  await untilOver(1);
  t.same(sneezer.counts, { ...NO_SNEEZES, sent: 2, answered: 1, skipped: 3, inFlight: 1 });
  sneezer.sneeze(FORM);
  sneezer.sneeze(FORM);
  t.same(sneezer.counts, { ...NO_SNEEZES, sent: 3, answered: 1, skipped: 4, inFlight: 2 });
  while (sockets.length < 3) await once(arrivals, 'sneeze');
  for (const socket of sockets.slice(1)) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  await untilOver(3);
  t.same(sneezer.counts, { ...NO_SNEEZES, sent: 3, answered: 3, skipped: 4 });
});

t.test('stopped, it abandons what is in flight, tells nobody and sneezes no more', async (t) => {
  const server = createServer((socket) => void socket.on('error', () => {}).resume());
  const port = await listen(t, server);
  const connection = once(server, 'connection') as Promise<[Socket]>;
  const { sneezer, over } = createSneezing(port);
  sneezer.sneeze(FORM);
  const [socket] = await connection;
  const closed = untilClosed(socket);
  sneezer.stop();
  await closed;
  sneezer.sneeze(FORM);
  sneezer.stop();
  t.equal(sneezer.counts.sent, 1);
  t.equal(sneezer.counts.skipped, 0);
  t.same(over, []);
});

t.test('counts that were read do not change later', async (t) => {
  const { sneezer, untilOver } = createSneezing(await listen(t, answering('')));
  const { counts } = sneezer;
  sneezer.sneeze(FORM);
  await untilOver(1);
  t.same(counts, NO_SNEEZES);
});
