import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses before something is tried again, in milliseconds: the first, doubled each time up to the longest. */
export type RetryMs = Readonly<{ first: number; longest: number }>;

/** Pauses that grow for as long as nothing comes of it. */
export type BackOff = Readonly<{
  /** Waits; shorter where the signal is aborted, which is no error. */
  pause: (signal: AbortSignal) => Promise<void>;
  /** Something came of it: the next pause is the first again. */
  reset: () => void;
}>;

/** Makes one whose next pause is the first. */
export function createBackOff({ first, longest }: RetryMs): BackOff {
  let nextMs = first;
  return {
    async pause(signal) {
      const pauseMs = nextMs;
      nextMs = Math.min(nextMs * 2, longest);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    },
    reset() {
      nextMs = first;
    },
  };
}
