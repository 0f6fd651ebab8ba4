import { signal, type Signal } from '@preact/signals';
import type { Grouping } from './slots.ts';

/** By what pods stand together. */
export const grouping: Signal<Grouping> = signal('node');
