/** Every bound of this package in one place. */

/** Largest kubeconfig that is read, in bytes. */
export const MAX_KUBECONFIG_BYTES: number = 16 * 1024 * 1024;

/** Largest file that a kubeconfig names (a certificate, a key, a token) that is read, in bytes. */
export const MAX_NAMED_FILE_BYTES: number = 4 * 1024 * 1024;

/** How long a file that a kubeconfig names is believed before it is read again, in milliseconds; client-go's minute. */
export const FILE_BELIEVED_MS: number = 60_000;

/** How long before that the file is read again already, in milliseconds; client-go's leeway. */
export const FILE_LEEWAY_MS: number = 10_000;

/** How long a credential plug-in may take, in milliseconds: somebody may have to log in meanwhile. */
export const PLUGIN_LIMIT_MS: number = 300_000;

/** How long a plug-in that was told to end has before it is killed, in milliseconds. */
export const PLUGIN_END_MS: number = 2_000;

/** Most that a plug-in may write on standard output, in bytes. */
export const MAX_PLUGIN_ANSWER_BYTES: number = 1024 * 1024;

/** How long a connection may take, with the proxy's part and TLS, in milliseconds. */
export const CONNECT_LIMIT_MS: number = 15_000;

/** Pause after which a silent connection is asked whether it is still there, in milliseconds; client-go's. */
export const KEEP_ALIVE_MS: number = 30_000;

/** How long an answer may take to begin where nobody says, in milliseconds. */
export const ANSWER_LIMIT_MS: number = 60_000;

/** Most bytes of an answer that is read as a whole; what V8 holds as one text is not much more. */
export const MAX_ANSWER_BYTES: number = 256 * 1024 * 1024;

/** Most bytes of an answer that are read only for its words. */
export const MAX_WORDS_BYTES: number = 64 * 1024;

/** Characters of an answer that a message shows, where it is none of Kubernetes. */
export const FIRST_WORDS: number = 80;

/** How often one request is sent at most where the API server asks to come again later; client-go's 10 and the first. */
export const MAX_TRIES: number = 11;

/** How long one request waits in all because the API server asks to, in milliseconds. */
export const PATIENCE_MS: number = 60_000;

/** How long the waits of one request are before somebody is told, in milliseconds. */
export const TELL_AFTER_MS: number = 3_000;

/** How long it is quiet after that, whoever waits, in milliseconds. */
export const TELL_AGAIN_MS: number = 30_000;

/** Waits before a request is sent again whose connection broke, in milliseconds; there is no further try. */
export const RESET_WAITS_MS: readonly number[] = [0, 100, 500];

/** Longest line of a watch, in bytes: an object of the API has at most 1.5 MiB where it is stored, and JSON is longer. */
export const MAX_WATCH_LINE_BYTES: number = 16 * 1024 * 1024;

/** How long one request of an `ApiClient` may take, in milliseconds; streams are not requests. */
export const REQUEST_LIMIT_MS: number = 15_000;

/** How many objects are asked for at once, as kubectl does. */
export const PAGE_SIZE: number = 500;

/** Most pages of one list: half a million objects, more than a cluster holds. */
export const MAX_PAGES: number = 1_000;

/** How often a list is begun anew because the server has forgotten where it was. */
export const MAX_LIST_RESTARTS: number = 3;

/** How long a watch may be silent before it is taken for dead, in milliseconds: an API server sends a bookmark each minute. */
export const WATCH_SILENCE_MS: number = 150_000;

/** How long a watch that begins may take before it is begun again beside that, in milliseconds, and how often in all. */
export const WATCH_BEGIN_AGAIN = { everyMs: 2_000, most: 5 } as const;

/** First and longest pause before a watch that broke is tried again, in milliseconds. */
export const WATCH_RETRY_MS = { first: 200, longest: 5_000 } as const;
