/** How long a fault lasts where nobody says: never for ever. */
export const DEFAULT_FAULT_MS = 300_000;

/** How long a node stays flushed where nobody says: four rounds of kube-proxy's look at its canary. */
export const DEFAULT_FLUSH_MS = 120_000;

/** The longest a fault may last; the agent refuses more. */
export const MAX_FAULT_MS = 86_400_000;

/** The longest delay that netem takes: 2^31 microseconds in tc's own unit of 64 ns. */
export const MAX_DELAY_MS = 274_000;

/** The most that a delay may vary: the kernel silently makes 2^31 - 1 nanoseconds of any more. */
export const MAX_VARIATION_MS = 2_147;

/** The longest that a request can be held back. */
export const MAX_REQUEST_DELAY_MS = 600_000;

/** The fastest that a body can be slowed down to. */
export const MAX_BYTES_PER_SECOND = 1_000_000_000;

/** The longest wait before a fault. */
export const MAX_WARM_UP_MS = 86_400_000;

/** The longest grace period that can be given: a day. */
export const MAX_GRACE_SECONDS = 86_400;

/** The longest time between two kills of a schedule: thirty days. */
export const MAX_INTERVAL_MS = 2_592_000_000;

/** The shortest time between two kills of a schedule; a shorter one would be a flood of requests. */
export const MIN_INTERVAL_MS = 1_000;

/** The most pods that can be asked for by number. */
export const MAX_COUNT = 100_000;

/** The longest a schedule can be told to run; without --duration it runs until it is stopped. */
export const MAX_SCHEDULE_MS = 31_536_000_000;

/** The largest seed of chances: 32 bits. */
export const MAX_SEED = 4_294_967_295;

/** Where Toxiproxy's REST API is, and so that of `pod-chaos proxy`. */
export const PROXY_API_PORT = 8_474;

/** The largest file of proxies that is read, in bytes. */
export const MAX_PROXY_CONFIG_BYTES = 1_048_576;

/** The most cores that can be burnt by one agent; the agent refuses more. */
export const MAX_CORES = 256;

/** The most bytes that can be filled; the agent refuses more. */
export const MAX_BYTES: number = 2 ** 50;
