import { constants, createInflate } from 'node:zlib';
import { HEADER_DICTIONARY } from './dictionary.ts';
import { MAX_HEADER_BLOCK_BYTES, MAX_HEADERS } from './limits.ts';
import { SpdyError } from './spdy-error.ts';

/** Headers of a stream, their names in small letters. */
export type SpdyHeaders = ReadonlyMap<string, string>;

/** Inflates the blocks of headers of one direction, in the order in which they came: zlib goes on where it stopped. */
export type HeaderInflater = Readonly<{
  /** @throws {SpdyError} where it is no zlib, or more than `MAX_HEADER_BLOCK_BYTES`. */
  inflate: (block: Buffer) => Promise<Buffer>;
  close: () => void;
}>;

/** Makes an inflater for one connection. */
export function createHeaderInflater(): HeaderInflater {
  const zlib = createInflate({ dictionary: HEADER_DICTIONARY, flush: constants.Z_SYNC_FLUSH });
  // Told to whoever waits for a block; without this a failure would end the cluster.
  zlib.on('error', () => {});

  const inflate = (block: Buffer): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      let length = 0;
      const settle = (error?: Error): void => {
        zlib.off('data', take);
        zlib.off('error', settle);
        if (error === undefined) resolve(Buffer.concat(parts));
        else reject(new SpdyError(`expected headers in zlib, got: ${error.message}`));
      };
      const take = (part: Buffer): void => {
        parts.push(part);
        length += part.length;
        if (length <= MAX_HEADER_BLOCK_BYTES) return;
        zlib.destroy();
        settle(new Error(`more than ${MAX_HEADER_BLOCK_BYTES} bytes`));
      };
      zlib.on('data', take);
      zlib.on('error', settle);
      zlib.write(block, (error) => settle(error ?? undefined));
    });

  return { inflate, close: () => zlib.destroy() };
}

/**
 * Reads the pairs of an inflated block.
 * @throws {SpdyError} where it is cut short, has too many, or one twice.
 */
export function parseHeaderBlock(block: Buffer): SpdyHeaders {
  let at = 0;
  const number = (): number => {
    if (at + 4 > block.length) throw new SpdyError('expected whole headers, got a part');
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  const text = (): string => {
    const length = number();
    if (at + length > block.length) throw new SpdyError('expected whole headers, got a part');
    at += length;
    return block.toString('latin1', at - length, at);
  };
  const count = number();
  if (count > MAX_HEADERS) throw new SpdyError(`expected at most ${MAX_HEADERS} headers, got ${count}`);
  const headers = new Map<string, string>();
  for (let index = 0; index < count; index++) {
    const name = text().toLowerCase();
    if (name === '' || headers.has(name))
      throw new SpdyError(`expected headers of different names, got ${JSON.stringify(name)} again`);
    headers.set(name, text());
  }
  return headers;
}

/** What a stream of zlib begins with: 32 KiB of window, no dictionary. Source: RFC 1950, section 2.2. */
const ZLIB_HEAD = Buffer.from([0x78, 0x01]);

/** An empty stored block, by which a reader knows that there is no more for now: some give out nothing before. */
const SYNC = Buffer.from([0, 0, 0, 0xff, 0xff]);

/** Largest block that is stored as it is. Source: RFC 1951, section 3.2.4. */
const MAX_STORED_BYTES = 65_535;

/**
 * Makes the blocks of headers of one direction. They are stored as they are, which is zlib as well: the only headers sent
 * from here are none.
 */
export function createHeaderWriter(): (headers: SpdyHeaders) => Buffer {
  let isFirst = true;
  return (headers) => {
    const block = formatHeaderBlock(headers);
    if (block.length > MAX_STORED_BYTES) throw new RangeError(`headers of ${block.length} bytes`);
    const stored = Buffer.alloc(5);
    stored.writeUInt16LE(block.length, 1);
    stored.writeUInt16LE(~block.length & 0xffff, 3);
    const parts = [...(isFirst ? [ZLIB_HEAD] : []), stored, block, SYNC];
    isFirst = false;
    return Buffer.concat(parts);
  };
}

/** The pairs of a block, not compressed. */
export function formatHeaderBlock(headers: SpdyHeaders): Buffer {
  const parts = [lengthOf(headers.size)];
  for (const pair of headers) {
    for (const text of pair)
      parts.push(lengthOf(Buffer.byteLength(text, 'latin1')), Buffer.from(text, 'latin1'));
  }
  return Buffer.concat(parts);
}

function lengthOf(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
