import { signal, type Signal } from '@preact/signals';
import type { Frame, PackedFrames, Snapshot, Status } from '@pod-contagion/observatory';
import {
  brush,
  cursorMs,
  isReading,
  lessMotion,
  model,
  selectedInfection,
  selectedPod,
  strain,
  version,
} from '../state/store.ts';

/** What the page shows: a cluster as it is, a recording, or a simulation of its own. */
export const MODES = ['live', 'replay', 'simulate'] as const;
export type Mode = (typeof MODES)[number];

export const mode: Signal<Mode> = signal('live');

/** What may change the model, until another takes over: then it does nothing any more, and its signal is aborted. */
export type Feeder = Readonly<{
  signal: AbortSignal;
  load: (snapshot: Snapshot) => void;
  /** False where a frame before it is missing, or where another feeds the model now. */
  apply: (frame: Frame) => boolean;
  /** Many at once, as `apply`. */
  applyPacked: (frames: PackedFrames) => boolean;
  tell: (status: Status) => void;
}>;

/**
 * How often what shows the model is told that it changed, in ms; and with less motion, or while a recording is read, as drawing would take
 * longer than reading.
 */
const TELL_EVERY_MS = 100;
const TELL_CALMLY_EVERY_MS = 1_000;

let current: AbortController | undefined;

/** Makes the caller the only one that feeds the model. What was chosen of the former source is forgotten, as numbers mean others now. */
export function takeOver(next: Mode): Feeder {
  if (current !== undefined) forgetChoices();
  current?.abort();
  const own = new AbortController();
  current = own;
  mode.value = next;
  return {
    signal: own.signal,
    load: (snapshot) => {
      if (own.signal.aborted) return;
      const name = nameOfSelected();
      const strainName = model.strains[strain.peek() ?? -1];
      const isOther = snapshot.epoch !== model.epoch;
      model.load(snapshot);
      if (strainName !== undefined) {
        const place = model.strains.indexOf(strainName);
        strain.value = place < 0 ? undefined : place;
      }
      if (isOther) {
        selectedInfection.value = undefined;
        selectedPod.value = name === undefined ? selectedPod.value : numberOf(name);
      }
      touch();
    },
    apply: (frame) => {
      if (own.signal.aborted || !model.apply(frame)) return false;
      touch();
      return true;
    },
    applyPacked: (frames) => {
      if (own.signal.aborted || !model.applyPacked(frames)) return false;
      touch();
      return true;
    },
    tell: (status) => {
      if (own.signal.aborted) return;
      model.tell(status);
      touch();
    },
  };
}

function forgetChoices(): void {
  selectedPod.value = undefined;
  selectedInfection.value = undefined;
  cursorMs.value = undefined;
  brush.value = undefined;
  strain.value = undefined;
}

function nameOfSelected(): string | undefined {
  const { value } = selectedPod;
  return value === undefined ? undefined : model.pods.name[value - model.pods.first];
}

function numberOf(name: string): number | undefined {
  const row = model.pods.rowOfName(name);
  return row === undefined ? undefined : row + model.pods.first;
}

let toldAtMs = -Infinity;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells whoever shows the model that it changed: at once, or with what else changes in the next tenth of a second. */
export function touch(): void {
  if (timer !== undefined) return;
  const isCalm = isReading.peek() || lessMotion.peek();
  const waitMs = toldAtMs + (isCalm ? TELL_CALMLY_EVERY_MS : TELL_EVERY_MS) - performance.now();
  if (waitMs <= 0) touchNow();
  else timer = setTimeout(touchNow, waitMs);
}

/** Tells it at once. */
export function touchNow(): void {
  clearTimeout(timer);
  timer = undefined;
  toldAtMs = performance.now();
  version.value++;
}
