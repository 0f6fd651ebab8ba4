import { signal, type Signal } from '@preact/signals';

/** What links pods: infections, or the calls that a Goldpinger makes. */
export const LINKED = ['infections', 'calls'] as const;
export const linked: Signal<(typeof LINKED)[number]> = signal('infections');

/** How pods stand around the circle. */
export const AROUND = ['name', 'node'] as const;
export const around: Signal<(typeof AROUND)[number]> = signal('name');
