import { effect, signal, type ReadonlySignal } from '@preact/signals';
import { version } from '../state/store.ts';

/**
 * Counts up when the model has changed, so often a second at most: what takes long to draw depends on it instead of on `version`.
 * What was told during a pause is told at its end. To be stopped by whoever made it.
 */
export function paced(intervalMs: number): Readonly<{ tick: ReadonlySignal<number>; stop: () => void }> {
  const tick = signal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;
  const pause = (): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (!isDue) return;
      isDue = false;
      tick.value++;
      pause();
    }, intervalMs);
  };
  const stop = effect(() => {
    void version.value;
    if (timer !== undefined) {
      isDue = true;
      return;
    }
    tick.value = tick.peek() + 1;
    pause();
  });
  return {
    tick,
    stop: () => {
      stop();
      clearTimeout(timer);
    },
  };
}
