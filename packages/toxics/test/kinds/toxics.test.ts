/** Each toxic over real sockets. Times are judged by what they can't be less than: a busy machine makes all of them longer. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { dial, echo, listener, read, readToEnd, setUp } from '../testing/sockets.ts';

const HELLO = Buffer.from('hello, hello, hello');

t.test('latency delays each way it is put in, and an answer by both', async (t) => {
  for (const [streams, leastMs] of [
    [['downstream'], 60],
    [['upstream', 'downstream'], 120],
  ] as const) {
    const { proxy, add } = await setUp(t, echo);
    for (const stream of streams) add({ type: 'latency', stream, attributes: { latency: 60 } });
    const client = await dial(t, proxy.listen);
    const beginMs = performance.now();
    client.write(HELLO);
    t.same(await read(client, HELLO.length), HELLO);
    const tookMs = performance.now() - beginMs;
    t.ok(tookMs >= leastMs, `${streams.join(' and ')}: ${tookMs} ms`);
  }
});

t.test('latencies of one stream add up, and the end waits like bytes', async (t) => {
  const { proxy, add } = await setUp(t, (socket) => void socket.end(HELLO));
  add({ name: 'one', type: 'latency', attributes: { latency: 40 } });
  add({ name: 'two', type: 'latency', attributes: { latency: 30 } });
  const client = await dial(t, proxy.listen);
  const { how, data, afterMs } = await readToEnd(client);
  t.same([how, data], ['end', HELLO]);
  // The server may have spoken before the client began to look.
  t.ok(afterMs >= 60, `${afterMs} ms`);
});

t.test('bandwidth: so many bytes take so long, whatever they are sent in', async (t) => {
  const { proxy, add } = await setUp(t, (socket) => void socket.end(Buffer.alloc(40_000)));
  add({ type: 'bandwidth', attributes: { rate: 100 } });
  const client = await dial(t, proxy.listen);
  const { how, data, afterMs } = await readToEnd(client);
  t.equal(how, 'end');
  t.equal(data.length, 40_000);
  t.ok(afterMs >= 380, `400 ms at 100 KB/s, ${afterMs} ms`);
});

t.test('slow_close: bytes come at once, the end later', async (t) => {
  const { proxy, add } = await setUp(t, (socket) => void socket.end(HELLO));
  // So long that bytes which are heard late, as this process was not its turn, are still there before the end.
  add({ type: 'slow_close', attributes: { delay: 2_000 } });
  const client = await dial(t, proxy.listen);
  const ended = readToEnd(client);
  const firstMs = await new Promise<number>((resolve) => {
    const beginMs = performance.now();
    client.once('data', () => resolve(performance.now() - beginMs));
  });
  const { how, data, afterMs } = await ended;
  t.same([how, data], ['end', HELLO]);
  t.ok(afterMs - firstMs >= 100, `${firstMs} ms and ${afterMs} ms`);
});

t.test('timeout: nothing comes, and the connection ends', async (t) => {
  const { proxy, add } = await setUp(t, echo);
  add({ type: 'timeout', attributes: { timeout: 100 } });
  const client = await dial(t, proxy.listen);
  client.write(HELLO);
  const { how, data, afterMs } = await readToEnd(client);
  t.same([how, data.length], ['end', 0]);
  t.ok(afterMs >= 95, `${afterMs} ms`);
  await until('both sides to be closed', () => proxy.connections === 0);
});

t.test('timeout 0: nothing comes until it is removed, which ends the connection', async (t) => {
  const { proxy, add } = await setUp(t, echo);
  add({ type: 'timeout', attributes: { timeout: 0 } });
  const client = await dial(t, proxy.listen);
  client.write(HELLO);
  const ended = readToEnd(client);
  t.equal(await Promise.race([ended, sleep(100, 'open')]), 'open');
  proxy.removeToxic(proxy.toxic('timeout_downstream'));
  t.match(await ended, { how: 'end', data: Buffer.alloc(0) });
});

t.test('reset_peer: a TCP reset on both sides, at once or after a time, in either stream', async (t) => {
  for (const stream of ['upstream', 'downstream']) {
    for (const timeout of [0, 80]) {
      const sides: Promise<{ how: string }>[] = [];
      const { proxy, add } = await setUp(t, (socket) => {
        sides.push(readToEnd(socket));
        socket.write(HELLO);
      });
      add({ type: 'reset_peer', stream, attributes: { timeout } });
      const client = await dial(t, proxy.listen);
      client.write(HELLO);
      const { how, afterMs } = await readToEnd(client);
      t.equal(how, 'reset', `${stream}, ${timeout}`);
      t.ok(afterMs >= timeout * 0.9, `${afterMs} ms`);
      t.match(await sides[0], { how: 'reset' });
    }
  }
});

t.test('reset_peer that is added to an open connection resets it as well', async (t) => {
  const { proxy, add } = await setUp(t, echo);
  const client = await dial(t, proxy.listen);
  client.write(HELLO);
  t.same(await read(client, HELLO.length), HELLO);
  add({ type: 'reset_peer' });
  const ended = readToEnd(client);
  client.write(HELLO);
  t.match(await ended, { how: 'reset', data: Buffer.alloc(0) });
});

t.test('slicer: many small pieces with pauses, and not a byte is missing', async (t) => {
  const sent = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 251));
  const { proxy, add } = await setUp(t, (socket) => void socket.end(sent));
  add({ type: 'slicer', attributes: { average_size: 50, size_variation: 20, delay: 5_000 } });
  const client = await dial(t, proxy.listen);
  let pieces = 0;
  client.on('data', () => void (pieces += 1));
  const { how, data, afterMs } = await readToEnd(client);
  t.same([how, data], ['end', sent]);
  t.ok(afterMs >= 50, `at least 14 slices, 5 ms after each: ${afterMs} ms`);
  t.ok(pieces > 3, `${pieces} pieces`);
});

t.test('limit_data: so many bytes, then the end of the connection', async (t) => {
  const { proxy, add } = await setUp(t, (socket) => {
    socket.write(Buffer.alloc(300, 'a'));
    socket.resume();
  });
  add({ type: 'limit_data', attributes: { bytes: 100 } });
  const client = await dial(t, proxy.listen);
  const { how, data } = await readToEnd(client);
  t.same([how, data.length], ['end', 100]);
  await until('both sides to be closed', () => proxy.connections === 0);
});

t.test('limit_data keeps count when it is changed', async (t) => {
  const { proxy, add } = await setUp(t, echo);
  add({ type: 'limit_data', attributes: { bytes: 1_000 } });
  const client = await dial(t, proxy.listen);
  client.write(Buffer.alloc(60));
  t.equal((await read(client, 60)).length, 60);
  const toxic = proxy.toxic('limit_data_downstream');
  proxy.changeToxic(toxic, { attributes: { bytes: 100 }, toxicity: 1 });
  const ended = readToEnd(client);
  client.write(Buffer.alloc(60));
  t.match(await ended, { how: 'end', data: Buffer.alloc(40) });
});

t.test('noop: everything passes', async (t) => {
  const { proxy, add } = await setUp(t, echo);
  add({ type: 'noop' });
  const client = await dial(t, proxy.listen);
  client.end(HELLO);
  t.match(await readToEnd(client), { how: 'end', data: HELLO });
});

t.test('a server that is not there closes the client', async (t) => {
  const told: string[] = [];
  const { proxies } = await setUp(t, listener, {
    onEvent: (event) => told.push(event.what === 'upstream-refused' ? event.upstream : event.what),
  });
  const proxy = await proxies.add({
    name: 'no',
    listen: '127.0.0.1:0',
    upstream: '127.0.0.1:1',
    enabled: true,
  });
  const { how } = await readToEnd(await dial(t, proxy.listen));
  t.not(how, 'reset');
  t.equal(told.at(-1), '127.0.0.1:1');
  await until('it to be forgotten', () => proxy.connections === 0);
});
