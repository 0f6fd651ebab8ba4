import { signal, type Signal } from '@preact/signals';

/** Whether the help lies over the page. */
export const isHelpOpen: Signal<boolean> = signal(false);
