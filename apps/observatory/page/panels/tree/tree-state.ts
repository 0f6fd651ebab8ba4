import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { model, strain } from '../../state/store.ts';
import { selectedRow } from '../choose.ts';
import { superspreadingFrom } from '../superspreading.ts';
import { layoutTree, startOf, type Layout } from './layout.ts';
import type { Scene } from './scene.ts';
import type { Window } from './window.ts';

/** Laying out and drawing take at most this share of the time, but for what a person asks for. */
const BUSY_SHARE = 0.1;
const LONGEST_REST_MS = 2_000;

/** What a tree shows, and how it is looked at. */
export type TreeState = Readonly<{
  /** Undefined for all of it, as it grows. */
  window: Signal<Window | undefined>;
  /** Whether the window goes on with time, as it reaches until now. */
  isFollowing: Signal<boolean>;
  /** The row of the infection that is pointed at, or that keys have reached. */
  active: Signal<number | undefined>;
  whole: ReadonlySignal<Window>;
  /** What is seen; a window that reaches until now goes on with it. */
  shown: ReadonlySignal<Window>;
  /** Looks at a window, or at all where it holds all. */
  look: (next: Window) => void;
  scene: ReadonlySignal<Scene>;
  /** Draws, and remembers how long that takes. */
  timed: (draw: () => void) => void;
}>;

/** Lays the tree out anew as infections come, not more often than `tick` changes, and less often where it takes long. */
export function treeState(tick: ReadonlySignal<number>): TreeState {
  const window: Signal<Window | undefined> = signal(undefined);
  const active: Signal<number | undefined> = signal(undefined);
  const isFollowing = signal(false);
  let beats = 0;
  let beatMs = -Infinity;
  let tookMs = 0;
  let isNew = false;
  let shownVersion = -1;

  /** Changes with `tick` where there is something new, but for rests after what took long: another moment has the same tree. */
  const beat = computed(() => {
    void tick.value;
    if (model.version === shownVersion) return beats;
    const nowMs = performance.now();
    if (nowMs - beatMs < Math.min(LONGEST_REST_MS, tookMs / BUSY_SHARE)) return beats;
    beatMs = nowMs;
    shownVersion = model.version;
    isNew = true;
    return ++beats;
  });
  /** Adds up how long work takes between two beats. */
  const timed = <T>(work: () => T): T => {
    const startMs = performance.now();
    const done = work();
    tookMs = (isNew ? 0 : tookMs) + performance.now() - startMs;
    isNew = false;
    return done;
  };

  const whole = computed((): Window => {
    void beat.value;
    const fromMs = firstMs();
    return { fromMs, untilMs: fromMs + Math.max(2_000, (model.tMs - fromMs) * 1.02), top: 0, bottom: 1 };
  });

  const shown = computed((): Window => {
    const chosen = window.value;
    if (chosen === undefined || !isFollowing.value) return chosen ?? whole.value;
    const { untilMs } = whole.value;
    return { ...chosen, fromMs: untilMs - (chosen.untilMs - chosen.fromMs), untilMs };
  });

  const layout = computed((): Layout => {
    void beat.value;
    const { fromMs, untilMs } = shown.value;
    const isAll = window.value === undefined;
    const choice = {
      strain: strain.value,
      fromMs: isAll ? -Infinity : fromMs,
      untilMs: isAll ? Infinity : untilMs,
    };
    return timed(() => layoutTree(model.infections, choice));
  });
  const many = computed(() => manyOf(layout.value));

  const scene = computed((): Scene => ({
    infections: model.infections,
    layout: layout.value,
    window: shown.value,
    nowMs: model.tMs,
    selected: selectedRow(),
    many: many.value,
  }));
  const look = (next: Window): void => {
    const { fromMs, untilMs, top, bottom } = whole.peek();
    isFollowing.value = next.untilMs >= untilMs;
    const isWhole = next.fromMs <= fromMs && isFollowing.peek() && next.top <= top && next.bottom >= bottom;
    window.value = isWhole ? undefined : next;
  };
  return { window, isFollowing, active, whole, shown, look, scene, timed };
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
  let sum = 0;
  for (let row = 0; row < offspring.length; row++) sum += offspring[row]!;
  return superspreadingFrom(sum / Math.max(1, offspring.length));
}
