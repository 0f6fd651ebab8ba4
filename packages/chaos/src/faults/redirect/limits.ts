/** Connections that a proxy in a pod has at once; a further one is closed at once, and counted. */
export const CONNECTION_LIMIT = 1_024;

/** How long what is in flight may take to be finished once the fault is over, in ms; then its connections are closed. */
export const DRAIN_LIMIT_MS = 5_000;

/** How long the other end may take to close its half of a connection, in ms. */
export const LINGER_MS = 1_000;

/** How long the last packets of connections may take to leave, in ms, before nobody translates them any more. */
export const LAST_PACKETS_MS = 200;
