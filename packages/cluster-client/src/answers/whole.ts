import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { AccessAnswer, AnswerHead } from '../connection/send.ts';

/** An answer that is read to its end. */
export type WholeAnswer = AnswerHead & Readonly<{ text: string }>;

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The body of an answer as it was before something on its way compressed it, though nobody asked for that; no API server
 * does. As it came where the way is unknown.
 */
export function decoded({ headers, body }: AccessAnswer): Readable {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  const decoder = Object.hasOwn(DECODERS, coding) ? DECODERS[coding]?.() : undefined;
  if (decoder === undefined) return body;
  body.on('error', (error) => (decoder as unknown as Readable).destroy(error));
  return body.pipe(decoder) as unknown as Readable;
}

/**
 * Reads an answer to its end.
 * @throws {Error} where there is more than may be, and whatever the connection breaks with
 */
export async function readWhole(answer: AccessAnswer, maxBytes: number): Promise<WholeAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of decoded(answer) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      giveUp(answer);
      throw new Error(`expected an answer of at most ${maxBytes} bytes, got a longer one`);
    }
    chunks.push(chunk);
  }
  const { status, headers } = answer;
  return { status, headers, text: Buffer.concat(chunks).toString('utf8') };
}

/** The beginning of an answer, for its words; the rest is not waited for. Whatever breaks ends it. */
export async function readBeginning(answer: AccessAnswer, maxBytes: number): Promise<WholeAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of decoded(answer) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maxBytes) break;
    }
  } catch {
    // What was read are the words.
  }
  giveUp(answer);
  const { status, headers } = answer;
  return { status, headers, text: Buffer.concat(chunks).toString('utf8').slice(0, maxBytes) };
}

/** A body that is given up tells so by an error, which nobody waits for. */
function giveUp({ body }: AccessAnswer): void {
  body.on('error', () => undefined).destroy();
}
