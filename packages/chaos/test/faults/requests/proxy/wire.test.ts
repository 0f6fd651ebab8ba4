import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import t from 'tap';
import { ByteReader, pump, send, slowly } from '../../../../src/faults/requests/proxy/wire.ts';

t.test('reads, puts back, and ends', async (t) => {
  const stream = new PassThrough();
  const reader = new ByteReader(stream);
  t.equal(reader.peek(), undefined);
  stream.write('abc');
  t.equal((await reader.read())?.toString(), 'abc');
  reader.unread(Buffer.from('bc'));
  const more = reader.more();
  stream.write('d');
  t.ok(await more);
  t.equal(reader.peek()?.toString(), 'bcd');
  stream.end();
  t.notOk(await reader.more(), 'no more than that');
  t.notOk(reader.isOver());
  t.equal((await reader.read())?.toString(), 'bcd');
  t.equal(await reader.read(), undefined);
  t.ok(reader.isOver());
});

t.test('a stream that breaks is no end', async (t) => {
  const stream = new PassThrough();
  const reader = new ByteReader(stream);
  const read = reader.read();
  stream.destroy(new Error('it broke'));
  await t.rejects(read, { message: 'it broke' });
  await t.rejects(send(stream, Buffer.from('x')), { message: 'it broke' });
});

t.test('what was read can be given back', async (t) => {
  const stream = new PassThrough();
  const reader = new ByteReader(stream);
  stream.write('abc');
  await reader.ready();
  reader.release();
  const [bytes] = (await once(stream, 'data')) as [Buffer];
  t.equal(bytes.toString(), 'abc');
});

t.test('nobody writes faster than the other end takes', async (t) => {
  const sink = new PassThrough({ highWaterMark: 10 });
  let isSent = false;
  const sending = send(sink, Buffer.alloc(20)).then(() => (isSent = true));
  await new Promise((resolve) => setImmediate(resolve));
  t.notOk(isSent);
  sink.resume();
  await sending;
});

t.test('a slow piece arrives whole, and at once when it is over', async (t) => {
  const calm = new AbortController();
  const sink = new PassThrough();
  const write = slowly(1, calm.signal);
  const sending = write(sink, Buffer.from('hello'));
  calm.abort();
  await sending;
  sink.end();
  t.equal(Buffer.concat(await sink.toArray()).toString(), 'hello');
});

t.test('everything gets to the other end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 50 })), async (pieces) => {
      const [from, to] = [new PassThrough(), new PassThrough()];
      const got: Buffer[] = [];
      to.on('data', (part: Buffer) => got.push(part));
      for (const piece of pieces) from.write(piece);
      from.end();
      await Promise.all([pump(new ByteReader(from), to), once(to, 'end')]);
      return Buffer.concat(got).equals(Buffer.concat(pieces));
    }),
    { numRuns: 30 },
  );
});
