import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { createRelay, type Relay } from '../../src/network/relay.ts';

async function listen(t: Test, onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, onConnection).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A connection through a relay: the program that asked, the relay's own end of that, and the program that was asked. */
async function join(
  t: Test,
): Promise<Readonly<{ asking: Socket; client: Socket; asked: Socket; relay: Relay }>> {
  const atEndpoint = Promise.withResolvers<Socket>();
  const endpoint = await listen(t, atEndpoint.resolve);
  const atGate = Promise.withResolvers<Socket>();
  const gate = await listen(t, atGate.resolve);
  const asking = connect({ host: '127.0.0.1', port: gate, allowHalfOpen: true });
  const client = await atGate.promise;
  const relay = createRelay(client, { ip: '127.0.0.1', port: endpoint });
  const asked = await atEndpoint.promise;
  asking.write('a');
  await once(asked, 'data');
  for (const socket of [asking, asked]) {
    socket.on('error', () => {});
    t.teardown(() => socket.destroy());
  }
  return { asking, client, asked, relay };
}

async function isClosed(t: Test, { closed }: Relay): Promise<void> {
  let isSo = false;
  void closed.then(() => (isSo = true));
  await until('the relay to be closed', () => isSo);
  t.pass('closed');
}

t.test('an end that is under way when the relay is destroyed', async (t) => {
  const { asking, client, asked, relay } = await join(t);
  // The relay has just passed the end on: the shutdown of the other side is not over yet, and a reset of it fails.
  client.once('end', () => relay.destroy());
  const ended = new Promise((resolve) => asked.once('close', resolve));
  asked.resume();
  asking.end();
  await isClosed(t, relay);
  asked.end();
  await ended;
});

t.test('whenever a relay is destroyed, both sides are told', async (t) => {
  for (let turns = 0; turns < 12; turns++) {
    const { asking, asked, relay } = await join(t);
    const ends = [asking, asked].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    asking.resume().once('end', () => asking.end());
    asked.resume().once('end', () => asked.end());
    asking.end('b'.repeat(turns * 10_000));
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    relay.destroy();
    await isClosed(t, relay);
    await Promise.all(ends);
  }
});
