import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { Model, type Moment } from '@pod-contagion/observatory';

/** The tabs of the lower right, in the order of their keys. */
export const TABS = ['graph', 'heatmap', 'distributions', 'podders', 'events', 'raw'] as const;
export type Tab = (typeof TABS)[number];

/** Colours of the page; `auto` is what the system wishes. */
export const THEMES = ['auto', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** How the page stands to its server; the age of the data stands in the status of the model. */
export type Connection = 'connecting' | 'open' | 'lost' | 'none';

/** All that is known. It is changed in place: what shows it depends on `version`. */
export const model: Model = new Model();

/** Counts up whenever the model has changed, ten times a second at most. */
export const version: Signal<number> = signal(0);

export const connection: Signal<Connection> = signal('connecting');

/** Whether a recording is being read: it is played meanwhile, and what takes long to make of the whole of it waits for its end. */
export const isReading: Signal<boolean> = signal(false);

/** One cursor for all panels: a moment in ms since 1970, or undefined for the newest there is. */
export const cursorMs: Signal<number | undefined> = signal(undefined);

/** One selection for all panels: the number of a pod, and of an infection, which is of that pod. */
export const selectedPod: Signal<number | undefined> = signal(undefined);
export const selectedInfection: Signal<number | undefined> = signal(undefined);

/** The pod under the pointer, in whatever panel. */
export const hoveredPod: Signal<number | undefined> = signal(undefined);

/** One brush for all panels: from, until, in ms since 1970; undefined for all of it. */
export const brush: Signal<readonly [fromMs: number, untilMs: number] | undefined> = signal(undefined);

/** Place of a strain in `model.strains`; undefined for all. */
export const strain: Signal<number | undefined> = signal(undefined);

export const tab: Signal<Tab> = signal('graph');
export const theme: Signal<Theme> = signal('auto');

/** What is typed into the search, and the pods that it finds; undefined where nothing is typed. */
export const search: Signal<string> = signal('');
export const found: Signal<ReadonlySet<number> | undefined> = signal(undefined);

/** Whether the system, or the person, wishes for less motion. */
export const lessMotion: Signal<boolean> = signal(false);

/** What all pods are at the cursor. */
export const moment: ReadonlySignal<Moment | undefined> = computed(() => {
  void version.value;
  const { pods, timeline, tMs } = model;
  if (cursorMs.value !== undefined) return timeline.at(cursorMs.value);
  const { condition, ready, restarts, length } = pods;
  return {
    tMs,
    condition: condition.array.subarray(0, length),
    ready: ready.array.subarray(0, length),
    restarts: restarts.array.subarray(0, length),
  };
});

/** The moment that is shown, in ms since 1970. */
export const shownMs: ReadonlySignal<number> = computed(() => {
  void version.value;
  return cursorMs.value ?? model.tMs;
});
