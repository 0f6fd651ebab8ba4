/** Every bound of a SPDY connection in one place. What is over one of them ends that connection, and nothing else. */

/** Longest control frame, in bytes after its first eight; headers of streams are a hundred. */
export const MAX_CONTROL_FRAME_BYTES: number = 16 * 1024;

/** Longest block of headers, in bytes once inflated: a few bytes of zlib can stand for gigabytes. */
export const MAX_HEADER_BLOCK_BYTES: number = 16 * 1024;

/** Most headers of one stream. */
export const MAX_HEADERS = 64;

/** Most streams open at once on one connection, two for each port-forwarded connection; a further one is refused. */
export const MAX_STREAMS = 1_024;

/** How many bytes of a stream may wait for whoever reads it; then nothing more is read of the whole connection, which has no windows. */
export const MAX_STREAM_BACKLOG_BYTES: number = 128 * 1024;

/** How many bytes of answers to control frames may wait for the client to read them, before nothing more is read from it. */
export const MAX_CONTROL_BACKLOG_BYTES: number = 64 * 1024;

/** How long after its last frame a connection is waited for to be closed by the client, in milliseconds. */
export const LINGER_MS = 5_000;
