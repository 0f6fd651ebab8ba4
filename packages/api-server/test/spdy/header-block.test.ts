import { createDeflate } from 'node:zlib';
import fc from 'fast-check';
import t from 'tap';
import { HEADER_DICTIONARY } from '../../src/spdy/dictionary.ts';
import {
  createHeaderInflater,
  createHeaderWriter,
  formatHeaderBlock,
  parseHeaderBlock,
} from '../../src/spdy/header-block.ts';
import { MAX_HEADER_BLOCK_BYTES, MAX_HEADERS } from '../../src/spdy/limits.ts';
import { SpdyError } from '../../src/spdy/spdy-error.ts';
import { compress, headerCompressor, inflate } from './client.ts';

t.test('the dictionary is the one of SPDY/3, by its checksum', async (t) => {
  let [low, high] = [1, 0];
  for (const byte of HEADER_DICTIONARY) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  t.equal(HEADER_DICTIONARY.length, 1_423);
  t.equal(((high << 16) | low) >>> 0, 0xe3c6a7c2);
});

t.test('blocks are read in turn, as clients compress them', async (t) => {
  const compressed = headerCompressor();
  const inflater = createHeaderInflater();
  t.teardown(inflater.close);
  for (const headers of [
    { streamtype: 'error', port: '80', requestid: '0' },
    {},
    { streamtype: 'data', port: '80' },
  ]) {
    const block = await inflater.inflate(await compressed(headers));
    t.same(Object.fromEntries(parseHeaderBlock(block)), headers);
  }
});

t.test('a block says what was put into it, whatever that is', async () => {
  const text = fc.string({
    unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  });
  const name = text.filter((value) => value !== '' && value === value.toLowerCase());
  const headers = fc.uniqueArray(fc.tuple(name, text), { selector: ([key]) => key, maxLength: 10 });
  fc.assert(
    fc.property(headers, (pairs) => {
      const read = parseHeaderBlock(formatHeaderBlock(new Map(pairs)));
      return JSON.stringify([...read]) === JSON.stringify(pairs);
    }),
  );
});

t.test('what is written is zlib, and can go on', async (t) => {
  const write = createHeaderWriter();
  const bytes = Buffer.concat([write(new Map()), write(new Map([['a', 'b']]))]);
  t.same(
    await inflate(bytes),
    Buffer.concat([formatHeaderBlock(new Map()), formatHeaderBlock(new Map([['a', 'b']]))]),
  );
});

t.test('a few bytes that stand for many are refused', async (t) => {
  const bomb = await compress(createDeflate({ level: 9 }), Buffer.alloc(MAX_HEADER_BLOCK_BYTES * 1_000));
  t.ok(bomb.length < MAX_HEADER_BLOCK_BYTES * 2, `${bomb.length} bytes`);
  const before = process.memoryUsage().rss;
  await t.rejects(createHeaderInflater().inflate(bomb), SpdyError);
  t.ok(process.memoryUsage().rss - before < MAX_HEADER_BLOCK_BYTES * 500, 'they were never there');
});

t.test('what is no block of headers is refused, and nothing else goes wrong', async (t) => {
  const inflater = createHeaderInflater();
  await t.rejects(inflater.inflate(Buffer.from('no zlib')), SpdyError);
  const many = new Map(Array.from({ length: MAX_HEADERS + 1 }, (_, index) => [`h${index}`, '']));
  t.throws(() => parseHeaderBlock(formatHeaderBlock(many)), SpdyError);
  const twice = Buffer.concat([
    formatHeaderBlock(new Map([['a', '']])),
    formatHeaderBlock(new Map([['a', '']])).subarray(4),
  ]);
  twice.writeUInt32BE(2, 0);
  t.throws(() => parseHeaderBlock(twice), SpdyError);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        parseHeaderBlock(Buffer.from(bytes));
        return true;
      } catch (error) {
        return error instanceof SpdyError;
      }
    }),
  );
});
