import { formatDuration } from '@pod-contagion/notations';
import type { Epidemic } from '@pod-contagion/epidemic';
import { ContagionError } from '../errors.ts';
import { READY_LIMIT_MS } from '../limits.ts';
import type { Progress } from './reporter.ts';

/** Why a container that has not started yet does not run; all is well. */
const USUAL: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

/** How far the podders are. */
export function progressOf({ ready, waitingReasons }: Epidemic, wanted: number): Progress {
  const unusual = Object.entries(waitingReasons).filter(([reason]) => !USUAL.has(reason));
  return { ready, wanted, reasons: Object.fromEntries(unusual) };
}

/**
 * Settles when all are Ready; `onChange` has to be called whenever something has changed.
 */
export function createReadyGate(
  wanted: number,
  onProgress: (progress: Progress) => void,
  limitMs: number = READY_LIMIT_MS,
): { onChange: (epidemic: Epidemic) => void; opened: Promise<void>; close: () => void } {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let last: Progress = { ready: 0, wanted, reasons: {} };
  let isOpen = false;
  const timer = setTimeout(() => {
    const why = Object.entries(last.reasons).map(([reason, count]) => `${reason} ${count}`);
    reject(
      new ContagionError(
        'CONTAGION_NOT_READY',
        `expected ${wanted} podders Ready within ${formatDuration(limitMs)}, got ${last.ready}${why.length === 0 ? '' : ` (${why.join(', ')})`}`,
      ),
    );
  }, limitMs);
  // Whoever waits may have gone by the time it fails.
  promise.catch(() => undefined);
  return {
    onChange(epidemic) {
      if (isOpen) return;
      last = progressOf(epidemic, wanted);
      onProgress(last);
      if (last.ready < wanted) return;
      isOpen = true;
      clearTimeout(timer);
      resolve();
    },
    opened: promise,
    close: () => clearTimeout(timer),
  };
}
