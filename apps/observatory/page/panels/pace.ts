import { effect, signal, type ReadonlySignal } from '@preact/signals';
import { hurry } from '../state/next-frame.ts';
import { cursorMs, isReading, model, version } from '../state/store.ts';
import { playing } from '../state/transport.ts';

/** How soon another moment is shown that somebody went to, in ms. */
const JUMP_MS = 100;

/**
 * Counts up when the model or the moment that is shown has changed, so often a second at most: what takes long to draw depends on it
 * instead of on `version` and `cursorMs`. What was told during a pause is told at its end, and what a recording comes to when it is
 * read. To be stopped by whoever made it.
 */
export function paced(intervalMs: number): Readonly<{ tick: ReadonlySignal<number>; stop: () => void }> {
  const tick = signal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let toldAtMs = -Infinity;
  let shown = cursorMs.peek();
  let epoch = model.epoch;
  const tell = (): void => {
    clearTimeout(timer);
    timer = undefined;
    toldAtMs = performance.now();
    tick.value = tick.peek() + 1;
  };
  const stop = effect(() => {
    void version.value;
    const cursor = cursorMs.value;
    const isJump = cursor !== shown && !playing.peek();
    shown = cursor;
    if (isJump) hurry();
    if (epoch !== model.epoch) {
      epoch = model.epoch;
      tell();
    }
    if (isReading.value) return;
    const waitMs = toldAtMs + (isJump ? Math.min(JUMP_MS, intervalMs) : intervalMs) - performance.now();
    if (waitMs <= 0) tell();
    else if (timer === undefined || isJump) {
      clearTimeout(timer);
      timer = setTimeout(tell, waitMs);
    }
  });
  return {
    tick,
    stop: () => {
      stop();
      clearTimeout(timer);
    },
  };
}
