import { HEAD_LIMIT_BYTES } from '../../limits.ts';
import type { ByteReader } from '../wire.ts';
import { parseHead, type Head } from './head.ts';

/** What was read: a head with its bytes as they came, the end, or bytes that are no head, which are put back. */
export type HeadRead<Start> =
  | Readonly<{ is: 'head'; bytes: Buffer; head: Head; start: Start }>
  | Readonly<{ is: 'end' }>
  | Readonly<{ is: 'unreadable' }>;

/** How a start line is told from other bytes. */
export type StartLine<Start> = Readonly<{
  parse: (line: string) => Start | undefined;
  /** Whether a line may still become one, of which only these characters have come. */
  mayBecome: RegExp;
}>;

/**
 * Reads the head of the next message. Bytes that can't be one are known by the first of them, where that says so: another
 * protocol must not be kept waiting for a line that never ends.
 */
export async function readHead<Start>(
  reader: ByteReader,
  { parse, mayBecome }: StartLine<Start>,
): Promise<HeadRead<Start>> {
  await reader.ready();
  if (reader.isOver() || reader.peek() === undefined) {
    // A broken connection is told from an ended one.
    await reader.read();
    return { is: 'end' };
  }
  for (;;) {
    const bytes = reader.peek() ?? Buffer.alloc(0);
    const text = bytes.toString('latin1', 0, HEAD_LIMIT_BYTES + 1);
    const found = /^(?:\r?\n)*(?<line>[^\n]*)(?<ended>\n)?/.exec(text)?.groups;
    const line = (found?.['line'] ?? '').replace(/\r$/, '');
    if (found?.['ended'] === undefined ? !mayBecome.test(line) : parse(line) === undefined) {
      return { is: 'unreadable' };
    }
    const length = lengthOf(text);
    if (length !== undefined) return take(reader, bytes, length, parse);
    if (bytes.length > HEAD_LIMIT_BYTES || !(await reader.more())) return { is: 'unreadable' };
  }
}

/** How long a head is, with the empty line at its end; undefined where that has not come. */
function lengthOf(text: string): number | undefined {
  const lead = /^(?:\r?\n)*/.exec(text)?.[0].length ?? 0;
  const end = /\n\r?\n/.exec(text.slice(lead));
  const length = end === null ? undefined : lead + end.index + end[0].length;
  return length !== undefined && length <= HEAD_LIMIT_BYTES ? length : undefined;
}

async function take<Start>(
  reader: ByteReader,
  bytes: Buffer,
  length: number,
  parse: (line: string) => Start | undefined,
): Promise<HeadRead<Start>> {
  const head = parseHead(bytes.toString('latin1', 0, length));
  const start = head === undefined ? undefined : parse(head.start);
  if (head === undefined || start === undefined) return { is: 'unreadable' };
  await reader.read();
  reader.unread(bytes.subarray(length));
  return { is: 'head', bytes: bytes.subarray(0, length), head, start };
}
