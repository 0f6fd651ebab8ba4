import type { EndReason } from '../agent/lines.ts';
import type { Effect, Returned } from '../faults/fault-agent.ts';
import type { PodName } from '../pod-name.ts';
import type { TargetResult } from './report.ts';

/** What happens while a run lasts, for lines of progress; the verdict is made from the report alone. */
export type RunEvent =
  | Readonly<{ event: 'injected'; pod: PodName; container: string }>
  /** The agent's container does not start yet, and why: `ErrImagePull` and its like; told once for each reason. */
  | Readonly<{ event: 'waiting'; pod: PodName; container: string; reason: string; message: string }>
  | Readonly<{ event: 'begun'; pod: PodName; at: string }>
  | Readonly<{ event: 'applied'; pod: PodName; at: string; endsAt: string; steps: readonly string[] }>
  | Readonly<{ event: 'effect'; pod: PodName; at: string; effect: Effect }>
  /** Rules of a node came back while they were flushed. */
  | Readonly<{ event: 'returned'; pod: PodName; at: string; returned: Returned }>
  | Readonly<{ event: 'ending'; pod: PodName; at: string; reason: EndReason }>
  /** A further agent ends the fault: the run was interrupted, or the first agent gave no proof. */
  | Readonly<{ event: 'end-agent'; pod: PodName; container: string; why: string }>
  | Readonly<{ event: 'unreachable'; pod: PodName; message: string }>
  | Readonly<{ event: 'reachable'; pod: PodName }>
  | Readonly<{ event: 'log-unavailable'; pod: PodName; message: string }>
  | Readonly<{ event: 'interrupted' }>
  | Readonly<{ event: 'done'; pod: PodName; result: TargetResult }>;

/** Takes the events of a run; must not throw. */
export type OnRunEvent = (event: RunEvent) => void;
