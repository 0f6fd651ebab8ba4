/** What a client did that SPDY does not know, or that is over a limit: its connection is given up. */
export class SpdyError extends Error {
  override readonly name = 'SpdyError';
}
