import type { Effect, Returned } from '../faults/fault-agent.ts';
import type { ChaosErrorCode } from '../errors.ts';

/** Why a fault ended; `guard`: it let go by itself before harm was done that nobody asked for. */
export type EndReason = 'deadline' | 'signal' | 'asked' | 'vanished' | 'guard' | 'error';

/** One thing that was read back after the end. */
export type Proof = Readonly<{ what: string; gone: boolean; error?: string }>;

/** The last line of an agent, also its termination message (at most 4,096 bytes, which Kubernetes keeps). */
export type AgentReport = Readonly<{
  event: 'report';
  run: string;
  /**
   * `mended`: it was there and is proven gone. `untouched`: nothing was ever put there. `left`: something may be
   * there still. `checked`: it only looked, and the fault could be set up.
   */
  outcome: 'mended' | 'untouched' | 'left' | 'checked';
  reason: EndReason;
  appliedAt?: string;
  endedAt: string;
  effect?: Effect;
  proof: readonly Proof[];
  error?: Readonly<{ code: ChaosErrorCode; message: string }>;
  /** Only its beginning was to be had: the proof, the error and most of the effect are missing. No agent writes that. */
  cut?: true;
}>;

/** What an agent writes on standard output, one JSON object a line. */
export type AgentLine =
  | Readonly<{ event: 'begun'; run: string; at: string }>
  | Readonly<{ event: 'applied'; run: string; at: string; endsAt: string; steps: readonly string[] }>
  | Readonly<{ event: 'effect'; run: string; at: string; effect: Effect }>
  | Readonly<{ event: 'returned'; run: string; at: string; returned: Returned }>
  | Readonly<{ event: 'ending'; run: string; at: string; reason: EndReason }>
  | AgentReport;
