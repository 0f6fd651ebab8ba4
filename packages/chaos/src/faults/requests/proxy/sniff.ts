import type { ByteReader } from './wire.ts';

/** What a connection turns out to carry. */
export type Carried = 'http1' | 'http2';

/** How the preface of HTTP/2 begins; no method of HTTP/1 does. Source: RFC 9113, 3.4. */
const PREFACE = 'PRI';

/**
 * Tells HTTP/2 with prior knowledge from everything else, by the first bytes of the client. Where the server speaks first it is
 * another protocol, unless what it says is how servers of HTTP/2 begin: some do so before they are asked.
 */
export async function sniff(fromClient: ByteReader, fromServer: ByteReader): Promise<Carried> {
  for (;;) {
    const first = fromClient.peek()?.toString('latin1', 0, PREFACE.length) ?? '';
    if (first === PREFACE) return 'http2';
    if (!PREFACE.startsWith(first) || fromClient.isOver()) return 'http1';
    const said = fromServer.peek();
    if (first === '' && said !== undefined && !maySettle(said)) return 'http1';
    const more = first === '' ? fromClient.ready() : fromClient.more();
    if (said === undefined && first === '' && !fromServer.isOver()) {
      await Promise.race([more, fromServer.ready()]);
    } else if (fromServer.isOver() && first === '') return 'http1';
    else await more;
  }
}

/** Whether bytes are, as far as they go, a frame SETTINGS without acknowledgement on stream 0. Source: RFC 9113, 6.5. */
function maySettle(bytes: Buffer): boolean {
  const header = [...bytes.subarray(3, 9)];
  return header.every((byte, index) => byte === (index === 0 ? 4 : 0));
}
