import fc from 'fast-check';
import t from 'tap';
import { chunkedBody, sizedBody, type Body } from '../../../../../src/faults/requests/proxy/http1/body.ts';

/** Gives a body bytes in pieces of these sizes; how many it took. */
function feed(body: Body, bytes: Buffer, sizes: readonly number[]): number {
  let at = 0;
  for (let index = 0; at < bytes.length && !body.isDone(); index++) {
    const piece = bytes.subarray(at, at + (sizes[index % sizes.length] ?? 1));
    const taken = body.take(piece);
    at += taken;
    if (taken < piece.length) break;
  }
  return at;
}

const SIZES = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });

t.test('chunks end where they end, however the bytes come', async () => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 6 });
  const trailers = fc.array(fc.constantFrom('X-A: 1', 'Grpc-Status: 0', 'B: '), { maxLength: 3 });
  fc.assert(
    fc.property(chunks, trailers, fc.constantFrom('', ';a=b', ' ; q="x"'), fc.string(), SIZES, (...given) => {
      const [data, lines, extension, after, sizes] = given;
      const bytes = Buffer.concat([
        ...data.flatMap((each) => [
          Buffer.from(`${each.length.toString(16)}${extension}\r\n`),
          each,
          Buffer.from('\r\n'),
        ]),
        Buffer.from(`0\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`),
      ]);
      const body = chunkedBody();
      return (
        feed(body, Buffer.concat([bytes, Buffer.from(after)]), sizes) === bytes.length &&
        body.isDone() &&
        !body.isBroken()
      );
    }),
  );
});

t.test('a sized body takes so many bytes', async () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), SIZES, (size, more, sizes) => {
      const body = sizedBody(size);
      return feed(body, Buffer.alloc(size + more), sizes) === size && body.isDone();
    }),
  );
});

t.test('what are no chunks is said to be broken', async (t) => {
  for (const text of ['x\r\n', '-1\r\n', '2\r\nabc\r\n', `${'0'.repeat(20)}\r\n`, `1;${'a'.repeat(9_000)}`]) {
    const body = chunkedBody();
    t.equal(body.take(Buffer.from(text)), text.length);
    t.ok(body.isBroken(), text.slice(0, 20));
  }
});
