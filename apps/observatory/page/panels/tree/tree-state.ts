import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { model, strain } from '../../state/store.ts';
import { selectedRow } from '../choose.ts';
import { superspreadingFrom } from '../offspring.ts';
import { layoutTree, startOf, type Layout } from './layout.ts';
import type { Scene } from './scene.ts';
import type { Window } from './window.ts';

/** Layouts take at most this share of the time. */
const LAYOUT_SHARE = 0.2;
const LONGEST_REST_MS = 1_000;

/** What a tree shows, and how it is looked at. */
export type TreeState = Readonly<{
  /** Undefined for all of it, as it grows. */
  window: Signal<Window | undefined>;
  /** The row of the infection that is pointed at, or that keys have reached. */
  active: Signal<number | undefined>;
  whole: ReadonlySignal<Window>;
  scene: ReadonlySignal<Scene>;
  /** How long the last layout took. */
  layoutMs: () => number;
}>;

/** Lays the tree out anew as infections come, not more often than `tick` changes, and less often where it takes long. */
export function treeState(tick: ReadonlySignal<number>): TreeState {
  const window: Signal<Window | undefined> = signal(undefined);
  const active: Signal<number | undefined> = signal(undefined);
  let kept: { key: string; layout: Layout; atMs: number; tookMs: number } | undefined;

  const whole = computed((): Window => {
    void tick.value;
    const fromMs = firstMs();
    return { fromMs, untilMs: fromMs + Math.max(2_000, (model.tMs - fromMs) * 1.02), top: 0, bottom: 1 };
  });

  const shown = computed((): Window => {
    const chosen = window.value;
    return chosen ?? whole.value;
  });

  const layout = computed((): Layout => {
    void tick.value;
    const { fromMs, untilMs } = shown.value;
    const all = window.value === undefined;
    const choice = {
      strain: strain.value,
      fromMs: all ? -Infinity : fromMs,
      untilMs: all ? Infinity : untilMs,
    };
    const key = [model.epoch, model.infections.first, choice.strain, choice.fromMs, choice.untilMs].join();
    const nowMs = performance.now();
    if (kept?.key === key && nowMs - kept.atMs < Math.min(LONGEST_REST_MS, kept.tookMs / LAYOUT_SHARE))
      return kept.layout;
    const made = layoutTree(model.infections, choice);
    kept = { key, layout: made, atMs: nowMs, tookMs: performance.now() - nowMs };
    return made;
  });

  const scene = computed((): Scene => ({
    infections: model.infections,
    layout: layout.value,
    window: shown.value,
    nowMs: model.tMs,
    selected: selectedRow(),
    many: manyOf(layout.value),
  }));
  return { window, active, whole, scene, layoutMs: () => kept?.tookMs ?? 0 };
}

function firstMs(): number {
  const { infections, tMs } = model;
  // Numbers count up about as infections come: the first hundred hold the earliest.
  let least = tMs;
  for (let row = 0; row < Math.min(100, infections.length); row++) {
    least = Math.min(least, startOf(infections, row));
  }
  return least;
}

function manyOf({ offspring }: Layout): number {
  const sum = offspring.reduce((total, each) => total + each, 0);
  return superspreadingFrom(sum / Math.max(1, offspring.length));
}
