/** Every bound of what is remembered and asked in one place. */

/** Most infections that are kept, about 300 bytes each; beyond it the oldest tenth is forgotten. */
export const MAX_INFECTIONS: number = 100_000;

/** How far the clocks of two nodes may be apart where it is looked who infected whom, in ms. */
export const CLOCK_MARGIN_MS: number = 500;

/** How often each podder is asked how it is, in milliseconds. */
export const POLL_INTERVAL_MS: number = 1_000;

/** How long a podder may take to tell, in milliseconds. */
export const POLL_TIMEOUT_MS: number = 2_000;

/** Most podders that are being asked at once. */
export const MAX_POLLS_IN_FLIGHT: number = 64;

/** Largest report of a podder that is read, in bytes; it has about 400. */
export const MAX_REPORT_BYTES: number = 16 * 1024;
