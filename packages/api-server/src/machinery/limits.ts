/** Largest body of a request, in bytes; a larger one is answered 413. Source: apiserver/pkg/server/config.go. */
export const MAX_REQUEST_BODY_BYTES: number = 3 * 1024 * 1024;

/** Largest line and headers of a request, in bytes: room for long selectors. */
export const MAX_HEADER_BYTES: number = 64 * 1024;

/** Most connections held at once; further ones are closed as they come. */
export const MAX_CONNECTIONS: number = 4_000;

/** Most watches open at once; a further one is answered 429. */
export const MAX_WATCHES: number = 1_000;

/** Most logs followed or read at once; a further one is answered 429. */
export const MAX_LOG_STREAMS: number = 1_000;

/** Most connections that exec, attach and port-forward hold at once; a further one is answered 429. */
export const MAX_SESSIONS = 500;

/** Longest message of a WebSocket, in bytes; clients send 32 KiB at a time. */
export const MAX_WEBSOCKET_MESSAGE_BYTES: number = 4 * 1024 * 1024;

/** How long a connection of exec, attach or port-forward may be silent, pings included, in milliseconds. Source: KubeletConfiguration (`streamingConnectionIdleTimeout`). */
export const SESSION_IDLE_TIMEOUT_MS: number = 4 * 60 * 60 * 1_000;

/** How long a client has to open the streams that belong together, in milliseconds. Source: cri-streaming/.../remotecommand/constants.go (`DefaultStreamCreationTimeout`). */
export const STREAM_CREATION_TIMEOUT_MS = 30_000;

/** Most ports that one WebSocket of the older sort forwards. */
export const MAX_PORTS_PER_WEBSOCKET = 64;

/** Longest description of a terminal's size, in bytes. */
export const MAX_TERMINAL_SIZE_BYTES = 1_024;

/** Most bytes that may wait for a watcher to read them, not counting its first list; more ends the watch. */
export const MAX_WATCH_BACKLOG_BYTES: number = 8 * 1024 * 1024;

/** Time between bookmarks of a watch that asks for them, in milliseconds. Clients give up on 30 s of silence. */
export const BOOKMARK_INTERVAL_MS = 15_000;

/** The shortest life of a watch that names none, in seconds; it lives once to twice that. Source: kube-apiserver's --min-request-timeout. */
export const MIN_WATCH_SECONDS = 1_800;

/** Longest life of a watch that can be asked for, in seconds: a timer holds no more. */
export const MAX_WATCH_SECONDS = 2_000_000;

/** Time to wait before a request that was turned away for a limit is tried again, in seconds. */
export const RETRY_AFTER_SECONDS = 1;

/** Smallest answer that is compressed where the client takes gzip, in bytes. Source: apiserver/.../responsewriters/writers.go. */
export const MIN_GZIP_BYTES: number = 128 * 1024;

/** Level that answers are compressed with: the quickest, as in Kubernetes. */
export const GZIP_LEVEL = 1;

/** Time a client has to send its headers, in milliseconds. */
export const HEADERS_TIMEOUT_MS = 10_000;

/** Time a client has to send a whole request, in milliseconds. Answers may take as long as they need. */
export const REQUEST_TIMEOUT_MS = 60_000;

/** Time an idle connection is kept for the next request, in milliseconds. */
export const KEEP_ALIVE_TIMEOUT_MS = 90_000;

/** Time a proxied request may take to connect and to be answered, in milliseconds. */
export const PROXY_CONNECT_TIMEOUT_MS = 30_000;

/** Longest time between two parts of a proxied answer, in milliseconds. */
export const PROXY_IDLE_TIMEOUT_MS = 300_000;

/** Most warnings put on one answer. */
export const MAX_WARNINGS = 32;

/** Longest text of a warning, in characters. */
export const MAX_WARNING_LENGTH = 1_024;

/** Of how many objects it is remembered how an event about them was written: all watches are told at once, so few are enough. */
export const MAX_REMEMBERED_FRAMES = 128;

/** The most operations that one JSON patch may have; more are answered 413. Source: apiserver/.../handlers/patch.go (maxJSONPatchOperations). */
export const MAX_JSON_PATCH_OPERATIONS = 10_000;

/** How much the `copy` operations of one JSON patch may add, in bytes; more is answered 422. Source: apiserver/pkg/server/config.go (JSONPatchMaxCopyBytes). */
export const MAX_JSON_PATCH_COPY_BYTES: number = 3 * 1024 * 1024;

/** How many items of lists one JSON patch may move to make room or close a gap. Kubernetes ends by time, after 34 s. */
export const MAX_JSON_PATCH_SHIFTS = 100_000_000;

/** Largest object that is stored, in bytes as `measureJson` counts them. Source: etcd/embed/config.go (DefaultMaxRequestBytes). */
export const MAX_OBJECT_BYTES: number = 1.5 * 1024 * 1024;

/** Most texts, numbers, lists and objects that an object may be made of: `{}` takes three bytes of a body, and a hundred times that as a container. */
export const MAX_OBJECT_VALUES = 50_000;

/** Most conditions that selectors of a list or watch may have, and most values that those may name, together. */
export const MAX_SELECTOR_TERMS = 2_000;

/** How many bytes may wait for all watchers together; then no further watch is begun. */
export const MAX_WATCHES_BACKLOG_BYTES: number = 256 * 1024 * 1024;

/** How many bytes of answers may wait for slow readers, together; then a request is answered 429. */
export const MAX_UNREAD_BYTES: number = 256 * 1024 * 1024;

/** How many bytes of bodies may be held at once, of requests that are on their way; then one is answered 429. */
export const MAX_BODIES_BYTES: number = 256 * 1024 * 1024;

/** Most causes that a Status names, and most of what is wrong that its message tells. */
export const MAX_CAUSES = 200;
