import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@pod-contagion/api-server/objects';

/** The first wait after a failure, in milliseconds; it doubles with each further failure of the same key. */
const FIRST_RETRY_MS = 20;

/** The longest wait after a failure, in milliseconds. */
const MAX_RETRY_MS = 10_000;

/** How long keys are worked off without a break, in milliseconds: then requests and timers have their turn. */
const MAX_RUN_MS = 10;

/** Keys waiting to be reconciled, each at most once, worked off one after the other. */
export type WorkQueue = {
  /** Has a key reconciled soon; a key that waits already is not added again. */
  readonly add: (key: string) => void;
  /** Has a key reconciled `delayMs` from now. An earlier date for the same key stays in force. */
  readonly addAfter: (key: string, delayMs: number) => void;
  /** Forgets all keys and takes no more. */
  readonly close: () => void;
};

/**
 * Makes a queue that calls `reconcile` for each key, one at a time and never from within `add`. A key whose
 * reconciliation throws is tried again, after a wait that doubles, and `onError` is told.
 */
export function createWorkQueue(
  clock: Clock,
  reconcile: (key: string) => void | Promise<void>,
  onError: (key: string, error: unknown) => void,
): WorkQueue {
  const waiting = new Set<string>();
  const failures = new Map<string, number>();
  const later = new Map<string, { atMs: number; cancel: () => void }>();
  let running = false;
  let closed = false;

  const add = (key: string): void => {
    if (closed) return;
    waiting.add(key);
    if (running) return;
    running = true;
    void setImmediate().then(work);
  };

  const addAfter = (key: string, delayMs: number): void => {
    if (closed) return;
    const atMs = clock.nowMs() + delayMs;
    const known = later.get(key);
    if (known !== undefined && known.atMs <= atMs) return;
    known?.cancel();
    const cancel = clock.schedule(delayMs, () => {
      later.delete(key);
      add(key);
    });
    later.set(key, { atMs, cancel });
  };

  const work = async (): Promise<void> => {
    // Keys added meanwhile are met by the same iteration: a Set's iterator visits what is appended.
    let untilMs = performance.now() + MAX_RUN_MS;
    for (const key of waiting) {
      if (performance.now() > untilMs) {
        await setImmediate();
        untilMs = performance.now() + MAX_RUN_MS;
      }
      if (closed) break;
      waiting.delete(key);
      try {
        await reconcile(key);
        failures.delete(key);
      } catch (error) {
        const count = failures.get(key) ?? 0;
        failures.set(key, count + 1);
        onError(key, error);
        addAfter(key, Math.min(FIRST_RETRY_MS * 2 ** count, MAX_RETRY_MS));
      }
    }
    running = false;
  };

  const close = (): void => {
    closed = true;
    waiting.clear();
    for (const { cancel } of later.values()) cancel();
    later.clear();
  };

  return { add, addAfter, close };
}
