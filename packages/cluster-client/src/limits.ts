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
