/** Every bound of serving in one place. */

/** Most that follow at once; all pages of a browser are one of them. */
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

/** For how long a state that was written is given to others while no frame comes, in milliseconds. */
export const STATE_BELIEVED_MS: number = 1_000;

/** From which size a state is compressed for whoever takes it so, in bytes. */
export const WORTH_COMPRESSING_BYTES: number = 4 * 1024;

/** Longest order of a game, in bytes: a name and a uid. */
export const MAX_ORDER_BYTES: number = 2 * 1024;

/** Most strains that are told apart. */
export const MAX_STRAINS: number = 10_000;

/**
 * Most distinct sets of labels that are told apart, and most characters of all of them: pods of a StatefulSet have their own names among
 * them. Labels of pods beyond are not known.
 */
export const MAX_LABEL_SETS: number = 10_000;
export const MAX_LABEL_CHARACTERS: number = 1024 * 1024;

/**
 * Most pods that have a number, those that are gone among them; beyond, numbers begin anew with those that are still named. Each page has
 * to load all of it then, so that where very many are named it waits until there are half as many again.
 */
export const MAX_POD_ROWS: number = 250_000;
export const POD_ROWS_SHARE = 1.5;

/** Pods whose labels are looked at where none fits, and most labels that are shown. */
export const MAX_LOOKED_AT: number = 500;
export const MAX_LABELS_SHOWN: number = 8;

/** How often the state of the source is looked at, and how often what is around where nothing fits, in milliseconds. */
export const LOOK_INTERVAL_MS: number = 1_000;
export const AROUND_INTERVAL_MS: number = 5_000;

/** How long the look at what is around may take, in milliseconds. */
export const AROUND_LIMIT_MS: number = 10_000;

/** First and longest pause before a cluster that could not be opened is tried again, in milliseconds. */
export const OPEN_RETRY_MS = { first: 1_000, longest: 5_000 } as const;

/** Events that are kept, and most of them in one answer. */
export const MAX_EVENTS_KEPT: number = 2_000;
export const MAX_EVENTS_TOLD: number = 500;

/** Most runs of the chaos toolkit that are kept, and how far apart parts of one may be, in milliseconds. */
export const MAX_RUNS: number = 500;
export const SAME_RUN_MS: number = 2_000;

/** Ends of containers that are kept, of one pod and of all, and most characters of last words. */
export const MAX_ENDS_OF_POD: number = 100;
export const MAX_ENDS: number = 20_000;
export const MAX_LAST_WORDS: number = 4_096;

/** How long one look at a pod, or at a Goldpinger, may take, and how long the latter's answer is believed, in milliseconds. */
export const DETAIL_LIMIT_MS: number = 10_000;
export const GOLDPINGER_BELIEVED_MS: number = 2_000;

/** Most Events of one pod in its details. */
export const MAX_EVENTS_OF_POD: number = 100;

/** How often a recording has all pods, and how often what is compressed of it is written out, in milliseconds. */
export const KEYFRAME_INTERVAL_MS: number = 10_000;
export const WRITE_OUT_INTERVAL_MS: number = 1_000;

/** Bytes of a recording that may wait for the disk; of more it is given up. */
export const MAX_UNWRITTEN_BYTES: number = 64 * 1024 * 1024;
