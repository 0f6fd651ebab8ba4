/** How connections end: in the right order, and each direction by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { dial, echo, readToEnd, setUp } from '../testing/sockets.ts';

const ASKED = Buffer.from('the whole question');

t.test('a client that has said all still gets an answer that comes later', async (t) => {
  const { proxy, add } = await setUp(t, (socket) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => {
      setTimeout(() => socket.write('heard: '), 30);
      setTimeout(() => socket.end(Buffer.concat(chunks)), 60);
    });
  });
  for (const toxics of [
    [],
    [{ type: 'latency', attributes: { latency: 20 } }],
    [{ type: 'slow_close', stream: 'upstream', attributes: { delay: 20 } }],
  ]) {
    for (const toxic of toxics) add(toxic);
    const client = await dial(t, proxy.listen);
    client.end(ASKED);
    t.match(await readToEnd(client), { how: 'end', data: Buffer.concat([Buffer.from('heard: '), ASKED]) });
    await until('both sides to be closed', () => proxy.connections === 0);
  }
});

t.test('a server that has said all still hears the client', async (t) => {
  const { promise: heard, resolve } = Promise.withResolvers<Buffer>();
  const { proxy } = await setUp(t, (socket) => {
    socket.end('that is all');
    void readToEnd(socket).then(({ data }) => resolve(data));
  });
  const client = await dial(t, proxy.listen);
  t.match(await readToEnd(client), { how: 'end', data: Buffer.from('that is all') });
  client.write('but ');
  await sleep(20);
  client.end('I go on');
  t.equal((await heard).toString(), 'but I go on');
  await until('both sides to be closed', () => proxy.connections === 0);
});

t.test('what is on its way arrives although the server has closed both ways', async (t) => {
  const { proxy, add } = await setUp(t, (socket) => {
    socket.write(ASKED, () => socket.resetAndDestroy());
  });
  add({ type: 'latency', attributes: { latency: 80 } });
  const client = await dial(t, proxy.listen);
  const { how, data } = await readToEnd(client);
  t.equal(how, 'end');
  // The reset may have overtaken it on its way to the proxy.
  t.ok(data.length === 0 || data.equals(ASKED), data.toString());
  await until('both sides to be closed', () => proxy.connections === 0);
});

t.test('a client that is gone ends the connection to the server, and nothing is held any more', async (t) => {
  const { proxies, proxy, add } = await setUp(t, (socket) => {
    socket.on('error', () => undefined);
    socket.write(Buffer.alloc(100_000));
  });
  add({ type: 'latency', attributes: { latency: 60_000 } });
  const client = await dial(t, proxy.listen);
  await until('something to be held', () => proxies.heldBytes > 50_000);
  client.resetAndDestroy();
  await until('both sides to be closed', () => proxy.connections === 0);
  t.equal(proxies.heldBytes, 0);
});

t.test('stopping closes connections, starting takes new ones', async (t) => {
  const { proxies, proxy } = await setUp(t, echo);
  const client = await dial(t, proxy.listen);
  const { listen, upstream } = proxy;
  const ended = readToEnd(client);
  await proxies.update('it', () => ({ listen, upstream, enabled: false }));
  t.not((await ended).how, 'reset');
  await t.rejects(dial(t, listen), { code: 'ECONNREFUSED' });
  await proxies.update('it', () => ({ listen, upstream, enabled: true }));
  t.equal(proxy.listen, listen);
  const again = await dial(t, listen);
  again.end(ASKED);
  t.match(await readToEnd(again), { data: ASKED });
});
