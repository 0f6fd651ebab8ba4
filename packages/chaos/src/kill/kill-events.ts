import type { PodName } from '../pod-name.ts';
import type { TargetResult } from '../run/report.ts';

/** What happens while pods or containers are killed, for lines of progress. */
export type KillEvent =
  /** The API server has taken it: the pod ends within its grace period. */
  | Readonly<{ event: 'accepted'; pod: PodName; mode: 'delete' | 'evict' }>
  /** A PodDisruptionBudget is against it; it is tried again after so long, if at all. */
  | Readonly<{ event: 'refused'; pod: PodName; message: string; retryInMs: number | undefined }>
  | Readonly<{ event: 'gone'; pod: PodName; afterMs: number }>
  /** A way to send a signal did not work, and the next is tried. */
  | Readonly<{ event: 'way-failed'; pod: PodName; way: string; message: string }>
  | Readonly<{ event: 'signalled'; pod: PodName; container: string; way: string }>
  | Readonly<{ event: 'interrupted' }>
  | Readonly<{ event: 'done'; pod: PodName; result: TargetResult }>;

/** Takes the events of a kill; must not throw. */
export type OnKillEvent = (event: KillEvent) => void;
