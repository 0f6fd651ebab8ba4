import { pause } from '../pause.ts';

/** Shortest wait between two looks at a pod, in ms. */
export const SHORTEST_POLL_MS = 200;

/** Longest wait between two looks at a pod where there are few, in ms. */
export const POLL_MS = 1_000;

/** Looks at pods per second that a run makes at most once all of them wait, so that many targets don't flood an API server. */
const LOOKS_PER_SECOND = 20;

/** The longest wait between two looks at one of so many pods, in ms. */
export function pollMsFor(pods: number): number {
  return Math.max(POLL_MS, Math.ceil((pods * 1_000) / LOOKS_PER_SECOND));
}

/** Waits that double from the shortest to the longest, until something happens: then they begin anew, at once. */
export type Pace = Readonly<{ wait: (signal: AbortSignal) => Promise<void>; hurry: () => void }>;

/** Makes such waits. */
export function pace(longestMs: number): Pace {
  let nextMs = SHORTEST_POLL_MS;
  let hurried = new AbortController();
  return {
    wait: async (signal) => {
      const ms = nextMs;
      nextMs = Math.min(longestMs, nextMs * 2);
      await pause(ms, signal, hurried.signal);
      if (hurried.signal.aborted) hurried = new AbortController();
    },
    hurry: () => {
      nextMs = SHORTEST_POLL_MS;
      hurried.abort();
    },
  };
}
