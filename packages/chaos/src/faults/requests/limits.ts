/** Bytes of the start line and headers of one request or answer; a longer one passes unread, and what follows it. */
export const HEAD_LIMIT_BYTES = 65_536;

/** Bytes of one line within a chunked body: a size with its extensions, or a trailer. */
export const CHUNK_LINE_LIMIT_BYTES = 8_192;

/** Requests of one connection that wait for their answers; further ones are not read before one is done. */
export const PIPELINE_LIMIT = 64;

/** Streams of one HTTP/2 connection at once, as its client is told. */
export const STREAM_LIMIT = 256;

/** Memory that one HTTP/2 connection may take on each side, in MB. */
export const SESSION_LIMIT_MB = 10;

/** The longest that a request can be held back, in ms. */
export const MAX_DELAY_MS = 600_000;

/** The most requests of which the first may fail. */
export const MAX_FIRST = 1_000_000;

/** The fastest that a body can be slowed down to, in bytes a second. */
export const MAX_BYTES_PER_SECOND = 1_000_000_000;

/** Bytes of an answer that is given instead of the program's own. */
export const MAX_BODY_BYTES = 16_384;

/** How often a slowed body is given a piece, in ms. */
export const SLOW_PIECE_MS = 50;
