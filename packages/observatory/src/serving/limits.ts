/** Every bound of serving in one place. */

/** Most that are followed at once; six tabs of a browser, and many browsers. */
export const MAX_CLIENTS: number = 64;

/** What whoever comes on top of them is told to wait, in seconds. */
export const RETRY_AFTER_SECONDS: number = 5;

/** What a browser waits before it asks for the stream again, in milliseconds. */
export const RETRY_MS: number = 1_000;

/** Frames that are kept for those who come back: a minute of them, and no more bytes than these. */
export const MAX_RING_FRAMES: number = 600;
export const MAX_RING_BYTES: number = 4 * 1024 * 1024;

/** Bytes that wait for one client before it gets no more. */
export const MAX_WAITING_BYTES: number = 1024 * 1024;

/** How long a client may read nothing of what waits for it, in milliseconds. */
export const STALLED_MS: number = 30_000;

/** How often each client is told how the source is doing, in milliseconds. */
export const STATUS_INTERVAL_MS: number = 5_000;

/** Shortest time between two frames, in milliseconds. */
export const FRAME_INTERVAL_MS: number = 100;

/** How often a counts history gets a point at first, in milliseconds, and how many points it has; full, it keeps each second one. */
export const HISTORY_INTERVAL_MS: number = 1_000;
export const HISTORY_POINTS: number = 2_048;

/** Longest head of a request, in bytes. */
export const MAX_HEADER_BYTES: number = 16 * 1024;

/** How long a head may take to arrive, and how long a connection is kept for the next request, in milliseconds. */
export const HEADERS_TIMEOUT_MS: number = 10_000;
export const KEEP_ALIVE_TIMEOUT_MS: number = 65_000;

/** From which size a state is compressed for whoever takes it so, in bytes. */
export const WORTH_COMPRESSING_BYTES: number = 4 * 1024;

/** Longest order of a game, in bytes: a name and a uid. */
export const MAX_ORDER_BYTES: number = 2 * 1024;
