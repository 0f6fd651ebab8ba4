import fc from 'fast-check';
import t from 'tap';
import { until } from '../../../../scripts/testing/until.ts';
import { FIN, FRAME, GO_AWAY, RESET } from '../../src/spdy/frames.ts';
import { MAX_STREAM_BACKLOG_BYTES, MAX_STREAMS } from '../../src/spdy/limits.ts';
import type { SpdyStream } from '../../src/spdy/stream.ts';
import { connect } from './client.ts';

const echo = ({ duplex }: SpdyStream): boolean => {
  duplex.pipe(duplex);
  return true;
};

t.test('streams are opened, and end in each direction on their own', async (t) => {
  const seen: SpdyStream[] = [];
  const client = connect({ onStream: (stream) => seen.push(stream) > 0 && echo(stream) });
  await client.open(1, { streamtype: 'data', port: '80' });
  client.data(1, 'hello');
  await until('an answer', () => client.text(1) === 'hello');
  t.same(await client.waitFor(FRAME.synReply).then(([id]) => id), 1);
  t.equal(seen[0]?.headers.get('port'), '80');
  client.data(1, ' world', true);
  await until('its end', () => client.received.some((part) => part.type === 'data' && part.isFin));
  t.equal(client.text(1), 'hello world');
  t.notOk(client.received.some((part) => part.type === 'control' && part.kind === FRAME.rstStream));
  client.connection.end();
  t.same(await client.waitFor(FRAME.goAway), [1, GO_AWAY.ok]);
});

t.test('one that ends as it begins, one refused, and one that the client resets', async (t) => {
  const streams = new Map<number, SpdyStream>();
  const client = connect({
    onStream: (stream) => {
      streams.set(stream.id, stream);
      return stream.headers.get('streamtype') !== 'bad';
    },
  });
  await client.open(1, { streamtype: 'data' }, FIN);
  await client.open(3, { streamtype: 'bad' });
  t.same(await client.waitFor(FRAME.rstStream), [3, RESET.cancel]);
  const first = await until('a stream', () => streams.get(1));
  first.duplex.resume();
  await until('its end', () => first.duplex.readableEnded);
  await client.open(5);
  const third = await until('a stream', () => streams.get(5));
  client.control(FRAME.rstStream, 5, RESET.cancel);
  await until('it is closed', () => third.duplex.closed);
  third.duplex.write('to nobody');
  client.data(5, 'dropped');
  await client.open(7);
  await until('the connection goes on', () => streams.has(7));
  client.connection.destroy();
  await client.connection.closed;
});

t.test('pings are answered; settings and windows change nothing', async (t) => {
  const client = connect({ onStream: echo });
  client.control(FRAME.settings, 0);
  client.control(FRAME.windowUpdate, 1, 65_536);
  client.control(FRAME.ping, 2);
  client.control(FRAME.ping, 7);
  t.same(await client.waitFor(FRAME.ping), [7]);
  client.control(FRAME.goAway, 0, GO_AWAY.ok);
  await client.connection.closed;
});

t.test('of too many streams the last are refused', async (t) => {
  const client = connect({ onStream: () => true });
  for (let count = 0; count <= MAX_STREAMS; count++) await client.open(count * 2 + 1);
  t.same(await client.waitFor(FRAME.rstStream), [MAX_STREAMS * 2 + 1, RESET.refusedStream]);
  client.connection.destroy();
});

t.test('a stream that nobody reads holds the client up, until somebody does', async (t) => {
  let stream: SpdyStream | undefined;
  const client = connect({
    onStream: (opened) => {
      stream = opened;
      return true;
    },
  });
  await client.open(1);
  const chunk = Buffer.alloc(32 * 1024, 'x');
  const count = 100;
  for (let sent = 0; sent < count; sent++) client.data(1, chunk);
  const { duplex } = await until('a stream', () => stream);
  await until('it is full', () => duplex.readableLength > MAX_STREAM_BACKLOG_BYTES);
  t.ok(
    client.transport.writableLength > count * chunk.length - 4 * MAX_STREAM_BACKLOG_BYTES,
    'the rest waits',
  );
  let read = 0;
  duplex.on('data', (part: Buffer) => {
    read += part.length;
  });
  await until('all is read', () => read === count * chunk.length);
  client.connection.destroy();
});

t.test('what SPDY does not know ends this connection, and says so', async (t) => {
  const cases: [string, (client: ReturnType<typeof connect>) => void | Promise<void>][] = [
    ['a stream id again', (client) => client.open(1).then(() => client.open(1))],
    ['a lower one', (client) => client.open(5).then(() => client.open(3))],
    ['an even one', (client) => client.open(2)],
    ['data of stream 0', (client) => client.data(0, 'x')],
    ['a reset without a status', (client) => client.control(FRAME.rstStream, 1)],
    ['a stream without headers', (client) => client.control(FRAME.synStream, 1)],
    ['headers that are no zlib', (client) => client.control(FRAME.synStream, 1, 0, 0, 0x12345678)],
    [
      'another protocol',
      (client) => void client.transport.write('GET / HTTP/2\r\n'.repeat(3).replace('G', '\x80')),
    ],
  ];
  for (const [name, send] of cases) {
    const client = connect({ onStream: () => true });
    await send(client);
    client.transport.resume();
    const [, status] = await client.waitFor(FRAME.goAway);
    t.equal(status, GO_AWAY.protocolError, name);
    client.transport.end();
    await client.connection.closed;
  }
});

t.test('whatever comes, nothing but this connection ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 6 }), async (chunks) => {
      const client = connect({ onStream: echo });
      for (const chunk of chunks) client.transport.write(Buffer.from(chunk));
      client.transport.end();
      await client.connection.closed;
    }),
    { numRuns: 50 },
  );
});
