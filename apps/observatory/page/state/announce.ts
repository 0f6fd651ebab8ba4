import { signal, type Signal } from '@preact/signals';

/** What a screen reader is told; shown by the page's one live region. */
export const announcement: Signal<string> = signal('');

const EVERY_MS = 1_000;

let waiting: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells it, once a second at most: of several, the last. */
export function announce(text: string): void {
  waiting = text;
  if (timer !== undefined) return;
  const tell = (): void => {
    timer = undefined;
    if (waiting === undefined) return;
    announcement.value = waiting;
    waiting = undefined;
    timer = setTimeout(tell, EVERY_MS);
  };
  tell();
}
