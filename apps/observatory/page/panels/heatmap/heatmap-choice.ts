import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Shared } from '../../state/address.ts';
import { areGrowing, DEFAULT_THRESHOLDS, type Thresholds } from './calls-heatmap.ts';
import type { Order } from './pod-order.ts';

/** What heatmaps there are, by their words in the address. */
export const HEATMAPS = ['infections', 'course', 'calls'] as const;
export type HeatmapKind = (typeof HEATMAPS)[number];

export const heatmapKind: Signal<HeatmapKind> = signal('infections');

export const podOrder: Signal<Order> = signal('node');

/** As they are asked for, in an address one after the other: together they may make no sense. */
const asked: Signal<Thresholds> = signal(DEFAULT_THRESHOLDS);

/** Up to which times calls are quick, middling and slow. */
export const thresholds: ReadonlySignal<Thresholds> = computed(() =>
  areGrowing(asked.value) ? asked.value : DEFAULT_THRESHOLDS,
);

/** Chooses them; they have to grow. */
export function chooseThresholds(chosen: Thresholds): void {
  asked.value = chosen;
}

/** The three as Goldpinger's own heatmap has them in its address, `t0`, `t1`, `t2`; each is left out where it is the usual one. */
export const SHARED_THRESHOLDS: readonly (readonly [key: string, what: Shared])[] = DEFAULT_THRESHOLDS.map(
  (usual, place) => [
    `t${place}`,
    {
      write: () => (thresholds.value[place] === usual ? undefined : String(thresholds.value[place])),
      read: (text) => {
        const number = text === undefined || text === '' ? usual : Number(text);
        const [t0, t1, t2] = asked.peek().with(place, number);
        asked.value = [t0!, t1!, t2!];
      },
    },
  ],
);
