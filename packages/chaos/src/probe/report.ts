import type { ProbeErrorKind } from './error-kind.ts';
import type { Strip } from './strip.ts';
import type { ErrorCounts } from './timeline.ts';

/** Which connections requests go over: one of its own each, or such as are kept open and used again. */
export type ConnectionKind = 'new' | 'kept';

/** One request that is over. Times are in ms since the start of the probe, by the monotonic clock. */
export type ProbeSample = Readonly<{
  connection: ConnectionKind;
  sentAtMs: number;
  endedAtMs: number;
  /** Undefined where no status was received. */
  status: number | undefined;
  /** Undefined where the answer was as expected. */
  error: ProbeErrorKind | undefined;
}>;

/** An outage, as it is reported: see `Outage`. */
export type ReportedOutage = Readonly<{
  begin: string;
  /** Undefined where it went on when the probe ended. */
  end: string | undefined;
  /** In ms since the start of the probe. */
  beginMs: number;
  endMs: number | undefined;
  /** To a tenth; until the end of the probe where it went on. */
  lengthSeconds: number;
  failed: number;
  errors: ErrorCounts;
}>;

/** Latencies of the answers that were as expected, from sending to the last byte, in microseconds. */
export type Latencies = Readonly<Record<'p50Us' | 'p90Us' | 'p95Us' | 'p99Us' | 'maxUs', number>>;

/** What became of the requests over one kind of connection. */
export type ConnectionReport = Readonly<{
  connection: ConnectionKind;
  /** `sent` = `answered` + `failed` + `unfinished`. */
  sent: number;
  answered: number;
  failed: number;
  /** In flight when the probe was interrupted. */
  unfinished: number;
  /** Not sent: `busy`, as too many were in flight; `late`, as this process was stopped when they were due. */
  unsent: Readonly<{ busy: number; late: number }>;
  /** Connections that were tried, successfully or not. */
  connections: number;
  errors: ErrorCounts;
  /** Undefined where nothing was answered. */
  latency: Latencies | undefined;
  /** The last 1,000, oldest first. */
  outages: readonly ReportedOutage[];
  /** How many there were in all. */
  outageCount: number;
  /** All together, and the longest; to a tenth. */
  outageSeconds: number;
  longestOutageSeconds: number;
  strip: Strip;
}>;

/** What a probe says at its end. */
export type ProbeReport = Readonly<{
  url: string;
  startedAt: string;
  endedAt: string;
  durationMs: number;
  ratePerSecond: number;
  timeoutMs: number;
  interrupted: boolean;
  connections: readonly ConnectionReport[];
}>;
