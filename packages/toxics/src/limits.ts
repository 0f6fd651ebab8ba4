/**
 * The most bytes that wait for a reader of one direction of a connection, in this process, before the writer is no longer
 * read from; what was read at once, up to 64 KiB, may come on top. The kernel's own buffers come before and after it.
 */
export const MAX_UNSENT_BYTES = 65_536;

/** The most bytes that are read at once. */
export const READ_BYTES = 65_536;

/** How much memory a connection has for what is read next as long as little comes, in bytes. */
export const SMALL_READ_BYTES = 4_096;

/** How many pieces of memory for reads are kept where no connection needs them: 4 MiB of a process. */
export const MAX_SPARE_INBOXES = 64;

/**
 * The most bytes that one latency toxic holds for one connection. It is what bounds its throughput: at most this much in each
 * `latency`, which is 32 MiB/s at 250 ms and 8 MiB/s at a second.
 */
export const MAX_DELAYED_BYTES = 8_388_608;

/** The most bytes that a bandwidth or slicer toxic holds for one connection: no more than was read at once. */
export const MAX_PACED_BYTES = 65_536;

/** What a held chunk counts for besides its bytes, so that a flood of tiny ones is bounded too. */
export const CHUNK_OVERHEAD_BYTES = 256;

/**
 * The most bytes that all toxics of a process hold together. Beyond it a connection of which something is held is not read
 * from until that is sent; the others go on.
 */
export const MAX_HELD_BYTES = 268_435_456;

/** The most connections of one proxy; further ones are closed as soon as they are accepted. */
export const MAX_CONNECTIONS = 10_000;

/** The most proxies of one process. */
export const MAX_PROXIES = 1_000;

/** The most toxics of one proxy. */
export const MAX_TOXICS = 100;

/** How long an upstream may take to accept a connection, in ms. */
export const MAX_CONNECT_MS = 120_000;

/** When a silent connection is first asked whether it is still there, in ms; as in Go's net, which Toxiproxy is built on. */
export const KEEP_ALIVE_MS = 15_000;

/** The longest that a timer of Node.js can wait, in ms; what takes longer is waited for in parts. */
export const MAX_TIMER_MS = 2_147_483_647;

/** The longest body that the REST API reads, in bytes. */
export const MAX_BODY_BYTES = 1_048_576;

/** How long a client of the REST API may take to send a request, in ms; as in Toxiproxy. */
export const MAX_REQUEST_MS = 15_000;

/** The longest name of a proxy or toxic in a path of the REST API. */
export const MAX_NAME_LENGTH = 1_024;
