import { formatDuration } from '@pod-contagion/notations';
import type { ProgressLine } from '../terminal/progress-line.ts';

/** How far runs are: those that are done, those of them that were alive at the end, and how much of the next ones. */
export type RunsDone = Readonly<{ runs: number; alive: number; more: number }>;

/** Tells how far so many runs are, at most, and for how long it may still go on. */
export function createRunsProgress(
  line: ProgressLine,
  maxRuns: number,
  isAtMost: boolean,
  now: () => number = () => performance.now(),
): (done: RunsDone) => void {
  const startedAtMs = now();
  return ({ runs, alive, more }) => {
    line.tell(() => {
      const done = runs + more;
      const left = done === 0 ? '' : leftText(now() - startedAtMs, done / maxRuns, isAtMost);
      return `${runs} of ${isAtMost ? 'at most ' : ''}${maxRuns} runs, ${alive} alive${left}`;
    });
  };
}

/** Tells how far one run is in its time, 0 to 1. */
export function createRunProgress(
  line: ProgressLine,
  untilMs: number,
  now: () => number = () => performance.now(),
): (share: number) => void {
  const startedAtMs = now();
  return (share) => {
    line.tell(() => {
      const left = share === 0 ? '' : leftText(now() - startedAtMs, share, true);
      return `${formatDuration(share * untilMs)} of ${formatDuration(untilMs)}${left}`;
    });
  };
}

function leftText(passedMs: number, share: number, isAtMost: boolean): string {
  return `, ${isAtMost ? 'at most' : 'about'} ${formatDuration((passedMs * (1 - share)) / share)} left`;
}
