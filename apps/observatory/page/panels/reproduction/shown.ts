import { signal, type Signal } from '@preact/signals';

/** What is seen of the reproduction number, by its word in the address. */
export const SHOWN = ['charts', 'what-if', 'table', 'about'] as const;
export type Shown = (typeof SHOWN)[number];

export const shown: Signal<Shown> = signal('charts');
