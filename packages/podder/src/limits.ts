/**
 * Every bound of a podder in one place. They are chosen so that garbage sent by the network can't exhaust a
 * container of a few dozen MiB, and are wide enough that no sneeze is ever turned away.
 */

/** Largest request body the face reads, in bytes; a larger one is answered 413. A sneeze has about 100. */
export const MAX_BODY_BYTES: number = 16 * 1024;

/** Largest header block either listener reads, in bytes; a larger one is answered 431. */
export const MAX_HEADER_BYTES: number = 8 * 1024;

/** Most fields looked at in a multipart form; those after are dropped. */
export const MAX_FORM_FIELDS: number = 64;

/** Most connections the face holds at once; further ones are closed as they come. */
export const MAX_FACE_CONNECTIONS: number = 256;

/** Most connections the health listener holds at once: a kubelet and a scraper need a handful. */
export const MAX_HEALTH_CONNECTIONS: number = 64;

/** How long a client may take to send its headers, and its whole request, in milliseconds. */
export const REQUEST_TIMEOUT_MS: number = 5_000;

/** How often connections are checked against `REQUEST_TIMEOUT_MS`, in milliseconds. */
export const CONNECTION_CHECK_INTERVAL_MS: number = 1_000;

/** How long an idle connection is kept for the client's next request, in milliseconds. */
export const KEEP_ALIVE_TIMEOUT_MS: number = 5_000;

/** How often a listener that is closing drops connections whose last request is answered, in milliseconds. */
export const IDLE_SWEEP_INTERVAL_MS: number = 10;

/** How long a request under way when the face closes may still take to be answered, in milliseconds. */
export const FACE_CLOSE_GRACE_MS: number = 1_000;

/** How long a request under way when the process is told to end may still take, in milliseconds. */
export const SHUTDOWN_GRACE_MS: number = 50;

/** Most bytes read of the answer to a sneeze; a longer answer ends that sneeze as failed. */
export const MAX_ANSWER_BYTES: number = 16 * 1024;

/** Longest delay a setting takes, in milliseconds: the longest a timer can hold, about 24.8 days. */
export const MAX_DELAY_MS: number = 2_147_483_647;

/** What a podder ends with that ends itself because it is ill: a rule of a manifest tells it by that from one that failed. */
export const SELF_ENDED_EXIT_CODE: number = 3;

/** How many former lives are kept to be told; each takes about 400 bytes. */
export const MAX_LIVES: number = 8;

/** Largest file of former lives that is read, in bytes; another is none of ours. */
export const MAX_LIVES_BYTES: number = 16 * 1024;

/** Most failed sneezes in a row that a setting waits for. */
export const MAX_SNEEZE_BREAKER: number = 255;

/** Most sneezes in flight a setting allows. */
export const MAX_SNEEZES_IN_FLIGHT: number = 1_000;
