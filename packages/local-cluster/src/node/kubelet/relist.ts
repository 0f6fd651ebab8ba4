import type { Clock } from '@pod-contagion/api-server/objects';

/** How often a kubelet looks at what its runtime runs, in milliseconds. Source: pkg/kubelet/kubelet.go (`plegRelistPeriod`). */
export const RELIST_PERIOD_MS = 1_000;

/** The moments at which a kubelet notices by itself that a container has started or ended. */
export type Relist = Readonly<{
  /** Calls once at the next look. */
  next: (action: () => void) => void;
  close: () => void;
}>;

/**
 * Makes the looks of one kubelet, a period apart from `startedAtMs` on; a timer runs only while somebody waits.
 *
 * Source: pkg/kubelet/pleg/generic.go (`Relist`).
 */
export function createRelist(clock: Clock, startedAtMs: number): Relist {
  let waiting: (() => void)[] = [];
  let cancel: (() => void) | undefined;
  let closed = false;

  const look = (): void => {
    cancel = undefined;
    const actions = waiting;
    waiting = [];
    for (const action of actions) action();
  };

  return {
    next: (action) => {
      if (closed) return;
      waiting.push(action);
      const sinceLookMs = (clock.nowMs() - startedAtMs) % RELIST_PERIOD_MS;
      cancel ??= clock.schedule(RELIST_PERIOD_MS - sinceLookMs, look);
    },
    close: () => {
      closed = true;
      waiting = [];
      cancel?.();
    },
  };
}
