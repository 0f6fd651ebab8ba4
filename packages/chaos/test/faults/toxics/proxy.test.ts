/** The proxy by itself, before a server on loopback: what it counts, what it holds, and how it ends. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { Ledger } from '@pod-contagion/toxics/connections';
import { until } from '../../../../../scripts/testing/until.ts';
import type { PodProxy } from '../../../src/faults/redirect/proxy.ts';
import type { ToxicCounts } from '../../../src/faults/toxics/counts.ts';
import { parseToxic } from '../../../src/faults/toxics/parse.ts';
import { openToxicProxy } from '../../../src/faults/toxics/proxy.ts';
import { listen, rawServer } from '../requests/testing/proxied.ts';

/** What is read from a socket at once. */
const ONE_READ = 65_536;

type Proxy = PodProxy<ToxicCounts>;

async function before(
  t: Test,
  onConnection: (socket: Socket) => void,
  toxics: readonly string[],
  more: Readonly<{ random?: () => number; ledger?: Ledger; drainLimitMs?: number }> = {},
): Promise<Proxy> {
  const port = await listen(t, rawServer(onConnection));
  const proxy = await openToxicProxy({ fault: { port, toxics: toxics.map(parseToxic) }, ...more });
  t.teardown(() => proxy.close());
  return proxy;
}

async function dial(t: Test, { port }: Proxy): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  t.teardown(() => socket.destroy());
  await once(socket, 'connect');
  return socket.on('error', () => undefined);
}

t.test('counts connections by what was done to them', async (t) => {
  const draws = [0.6, 0.4];
  const proxy = await before(
    t,
    (socket) => socket.pipe(socket),
    ['latency,latency=1,toxicity=0.5', 'noop,upstream'],
    {
      // One for each toxic of a connection: those of what clients say first.
      random: () => draws.shift() ?? 0.9,
    },
  );
  for (let count = 0; count < 2; count++) {
    const client = await dial(t, proxy);
    client.write('hello');
    await once(client, 'data');
  }
  await dial(t, proxy);
  await until('all to be counted', () => proxy.counts().connections === 3);
  t.same(proxy.counts(), {
    connections: 3,
    hit: 2,
    unanswered: 0,
    refused: 0,
    upstream: { receivedBytes: 10, sentBytes: 10 },
    downstream: { receivedBytes: 10, sentBytes: 10 },
    toxics: [
      { type: 'latency', stream: 'downstream', hit: 1 },
      { type: 'noop', stream: 'upstream', hit: 2 },
    ],
  });
});

t.test('all connections together hold no more than the limit, and lose nothing of it', async (t) => {
  const limitBytes = 500_000;
  const ledger = new Ledger(limitBytes);
  const sent = 400_000;
  const proxy = await before(
    t,
    (socket) => void socket.end(Buffer.alloc(sent)),
    ['latency,latency=3600000'],
    { ledger },
  );
  const clients = await Promise.all([1, 2, 3, 4].map(() => dial(t, proxy)));
  const received = clients.map(async (client) => {
    let bytes = 0;
    client.on('data', (part: Buffer) => (bytes += part.length));
    await once(client, 'end');
    client.end();
    return bytes;
  });
  await until('it to be full', () => ledger.isFull && proxy.counts().connections === clients.length);
  // Each may have read once before it saw.
  t.ok(ledger.heldBytes <= limitBytes + clients.length * (ONE_READ + 512), `${ledger.heldBytes} bytes`);
  await proxy.close();
  t.same(
    await Promise.all(received),
    clients.map(() => sent),
  );
  t.equal(ledger.heldBytes, 0);
});

t.test('at its end what is idle is closed, and an answer is waited for', async (t) => {
  let answer: Socket | undefined;
  const proxy = await before(
    t,
    (socket) => {
      socket.write('ready');
      socket.on('data', () => (answer = socket)).on('end', () => socket.end());
    },
    ['noop'],
    { drainLimitMs: 60_000 },
  );
  const [idle, asking] = [await dial(t, proxy), await dial(t, proxy)];
  await Promise.all([once(idle, 'data'), once(asking, 'data')]);
  asking.write('?');
  const server = await until('the question', () => answer);
  const closing = proxy.close();
  await once(idle, 'end');
  idle.end();
  const said = once(asking, 'data');
  server.write('late');
  t.equal(String((await said)[0]), 'late');
  await once(asking, 'end');
  asking.end();
  await closing;
});

t.test('who waits for longer than that is closed all the same', async (t) => {
  const proxy = await before(t, (socket) => socket.resume(), ['noop'], { drainLimitMs: 100 });
  const client = await dial(t, proxy);
  client.write('?');
  await until('it to have been passed on', () => proxy.counts().upstream.sentBytes === 1);
  const ended = once(client, 'end');
  client.resume();
  await proxy.close();
  await ended;
});
