/** Every bound of what is remembered and asked in one place. */

/** Most infections that are kept, 330 to 500 bytes each; beyond it the oldest tenth is forgotten. */
export const MAX_INFECTIONS: number = 100_000;

/**
 * Most of them of a cluster, where the memory is there: an hour of a thousand pods without end. A page that is opened is sent all of them,
 * 80 to 160 bytes each, and of a million a server would write for seconds.
 */
export const MAX_OBSERVED_INFECTIONS: number = 250_000;

/**
 * How much of the heap has to be there for each, in bytes: it takes up to 500, the row of its pod 110, and a state that is written as much
 * again. The rest is room to collect what is over: with half of this a server stands still for seconds.
 */
export const INFECTION_BYTES: number = 2_048;

/** How far the clocks of two nodes may be apart where it is looked who infected whom, in ms. */
export const CLOCK_MARGIN_MS: number = 500;

/** How long after the end of who sent it a sneeze may be read still, by a podder that is busy, in milliseconds. */
export const LATE_SNEEZE_MS: number = 5_000;

/** How often each podder is asked how it is, in milliseconds. */
export const POLL_INTERVAL_MS: number = 1_000;

/** How long a podder may take to tell, in milliseconds. */
export const POLL_TIMEOUT_MS: number = 2_000;

/** Most podders that are being asked at once. */
export const MAX_POLLS_IN_FLIGHT: number = 64;

/** Most of them where each goes through the API server, which has other things to do. */
export const MAX_PROXIED_IN_FLIGHT: number = 16;

/** How long ago a podder may have answered to count as one that does, in milliseconds. */
export const ANSWERED_MS: number = 5_000;

/** How many podders in a row, all of them Ready, may not be reached in one way before another is tried. */
export const MAX_UNREACHED: number = 8;

/** When the first way is tried again, in milliseconds. */
export const REACH_AGAIN_MS: number = 60_000;

/** Most former lives that are read of a report. */
export const MAX_LIVES: number = 16;

/** Largest report of a podder that is read, in bytes; it has about 400, and as many for each former life. */
export const MAX_REPORT_BYTES: number = 16 * 1024;

/** First and longest pause before a watch that broke is tried again, in milliseconds: whoever looks sees within seconds that it is back. */
export const WATCH_AGAIN_MS = { first: 200, longest: 2_000 } as const;

/**
 * After how long a silence the API server is asked whether it is still there, and how long it may take to say so, in milliseconds: whoever
 * looks sees within fifteen seconds that what is shown is old.
 */
export const WATCH_PULSE_MS = { afterMs: 5_000, limitMs: 5_000 } as const;
