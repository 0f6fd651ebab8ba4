/** A connection by itself, for whoever accepts clients: what it says of its toxics, how it closes, and which resets it passes on. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { readToxic } from '../../src/api/read-wishes.ts';
import { Connection, Ledger, SOCKET_OPTIONS, systemClock, type Toxic } from '../../src/connections.ts';
import { parseAddress } from '../../src/proxies/address.ts';
import { dial, echo, listener, read, readToEnd, serve, type OnConnection } from '../testing/sockets.ts';

type Setting = Readonly<{
  address: string;
  /** Types of toxics that said they have done something, in the order of that. */
  acted: readonly string[];
  connections: readonly Connection[];
  closed: () => number;
}>;

/** A listener whose clients each get a connection with these toxics to a server that does this. */
async function accepting(
  t: Test,
  onConnection: OnConnection,
  ...toxics: readonly object[]
): Promise<Setting> {
  const upstream = parseAddress(await serve(t, onConnection));
  const wanted = toxics.map(readToxic);
  const acted: string[] = [];
  const connections: Connection[] = [];
  let closed = 0;
  const server = createServer({ ...SOCKET_OPTIONS, pauseOnConnect: true }, (client) => {
    const totals = { receivedBytes: 0, sentBytes: 0 };
    const onActed = ({ type }: Toxic): void => void acted.push(type);
    connections.push(
      new Connection(client, {
        upstream,
        link: () => ({ clock: systemClock, random: () => 0.5, ledger: new Ledger(), totals, onActed }),
        toxics: (stream) => wanted.filter((toxic) => toxic.stream === stream),
        passesResets: true,
        onRefused: () => undefined,
        onClosed: () => closed++,
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    for (const connection of connections) connection.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, acted, connections, closed: () => closed };
}

t.test('each toxic says once that it has done something, and only where it has', async (t) => {
  for (const [toxic, isActing] of [
    [{ type: 'latency', attributes: { latency: 1 } }, true],
    [{ type: 'bandwidth', attributes: { rate: 1_000 } }, true],
    [{ type: 'slicer', attributes: { average_size: 2 } }, true],
    [{ type: 'noop' }, true],
    [{ type: 'slow_close', attributes: { delay: 1 } }, true],
    [{ type: 'timeout', attributes: { timeout: 20 } }, true],
    [{ type: 'reset_peer' }, true],
    [{ type: 'limit_data', attributes: { bytes: 3 } }, true],
    [{ type: 'limit_data', attributes: { bytes: 1_000 } }, false],
    [{ type: 'latency', toxicity: 0.4, attributes: { latency: 1 } }, false],
  ] as const) {
    const { address, acted, closed } = await accepting(t, echo, toxic);
    const client = await dial(t, address);
    client.end('hello');
    await readToEnd(client);
    await until('both sides to be closed', () => closed() === 1);
    t.same(acted, isActing ? [toxic.type] : [], JSON.stringify(toxic));
  }
});

t.test('nothing is done to who says nothing', async (t) => {
  const toxics = ['latency', 'noop', 'reset_peer', 'slow_close'].map((type) => ({ type }));
  const { address, acted, connections } = await accepting(t, listener, ...toxics);
  await dial(t, address);
  await until('it to be connected', () => connections[0]?.link('upstream'));
  t.same(acted, []);
});

t.test('when something passed last', async (t) => {
  const { address, connections } = await accepting(t, echo);
  const client = await dial(t, address);
  const links = await until('it to be connected', () => {
    const [upstream, downstream] = [connections[0]?.link('upstream'), connections[0]?.link('downstream')];
    return upstream !== undefined && downstream !== undefined && { upstream, downstream };
  });
  t.equal(links.upstream.readAtMs, -Infinity);
  client.write('x');
  await read(client, 1);
  t.ok(links.downstream.readAtMs >= links.upstream.readAtMs);
  t.ok(links.upstream.readAtMs > 0);
});

t.test('a reset of either side becomes one of the other, after what is on its way', async (t) => {
  for (const side of ['server', 'client']) {
    let server: Socket | undefined;
    const toxic = { type: 'latency', attributes: { latency: 60 } };
    const { address } = await accepting(t, (socket) => (server = socket.on('error', () => undefined)), toxic);
    const client = await dial(t, address);
    const accepted = await until('the server to accept', () => server);
    const [breaking, other] = side === 'server' ? [accepted, client] : [client, accepted];
    const ended = readToEnd(other);
    if (side === 'server') {
      breaking.write('last words');
      await until('them to have left', () => breaking.bytesWritten === 10 && breaking.writableLength === 0);
    }
    breaking.resetAndDestroy();
    const { how, data } = await ended;
    t.equal(how, 'reset', side);
    // The reset may have overtaken them on their way to the proxy.
    t.ok(['', 'last words'].includes(data.toString()), data.toString());
  }
});

t.test('it closes in order: what was written comes first', async (t) => {
  const { address, connections, closed } = await accepting(t, (socket) => void socket.write('hello'));
  const client = await dial(t, address);
  t.equal((await read(client, 5)).toString(), 'hello');
  const ended = readToEnd(client);
  connections[0]?.close();
  t.match(await ended, { how: 'end' });
  client.end();
  await until('both sides to be closed', () => closed() === 1);
});
