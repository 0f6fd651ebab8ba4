import type { KillEvent } from '../kill/kill-events.ts';
import type { PodName } from '../pod-name.ts';
import type { ContainerEnd, ReapCause } from './end-of-container.ts';

/** Why a reaper ended, and what it came to. */
export type ReapReport = Readonly<{
  reason: 'aborted' | 'max' | 'until';
  dryRun: boolean;
  startedAt: string;
  endedAt: string;
  /** Pods that were deleted or evicted, or in a dry run would have been. */
  reaped: number;
  /** The same by what they showed. */
  byCause: Readonly<Record<ReapCause, number>>;
  /** Deletions and evictions that came to nothing; each is tried again as long as its pod shows what it showed. */
  failures: number;
}>;

/** Who was hit, for what, and how long after it was to be seen. */
type Reaping = Readonly<{ pod: PodName; end: ContainerEnd; afterMs: number }>;

/** What happens while a reaper runs; what happens to a pod that it hits is told as for a kill. */
export type ReapEvent =
  /** All pods of the namespace are known; of so many a container had ended before. */
  | Readonly<{ event: 'watching'; namespace: string; pods: number; endedBefore: number }>
  | Readonly<{ event: 'broken'; namespace: string; message: string }>
  | Readonly<{ event: 'resumed'; namespace: string }>
  /** A container of it has ended, and nothing is done to it; told once for a pod. */
  | Readonly<{ event: 'let-be'; pod: PodName; why: string }>
  /** The cap is reached: so many pods wait, the first of them for so long. */
  | Readonly<{ event: 'held-back'; waiting: number; forMs: number }>
  | (Readonly<{ event: 'reaped' }> & Reaping)
  /** In a dry run. */
  | (Readonly<{ event: 'would-reap' }> & Reaping)
  | Readonly<{ event: 'not-reaped'; pod: PodName; code: string; message: string; retryInMs: number }>
  | Readonly<{ event: 'stopped'; report: ReapReport }>
  | KillEvent;

/** Takes the events of a reaper; must not throw. */
export type OnReapEvent = (event: ReapEvent) => void;
