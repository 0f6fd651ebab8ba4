import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { connection, cursorMs, model, version } from '../state/store.ts';
import { mode } from './feeding.ts';

/** What is written on the badge beside the age. */
export type Freshness = 'CONNECTING' | 'WAITING' | 'LIVE' | 'PAST' | 'STALE' | 'REPLAY' | 'SIMULATED';

/** Nothing heard for so long is stale, in ms. */
const STALE_MS = 12_000;

/** A lost connection counts after so long, in ms: shorter breaks are mended before anybody reads of them. */
const LOST_MS = 2_000;

const heardAtMs: Signal<number> = signal(performance.now());
const nowMs: Signal<number> = signal(performance.now());

/** Notes that the server has said something. */
export function heard(): void {
  heardAtMs.value = performance.now();
  nowMs.value = heardAtMs.value;
}

/** Counts on while nothing is heard. */
export function tickFreshness(): void {
  nowMs.value = performance.now();
}

/** For how long nothing was heard of what is shown, in ms: by the page of its server, or by the server of its cluster. */
export const ageMs: ReadonlySignal<number> = computed(() => {
  void version.value;
  const silence = Math.max(0, nowMs.value - heardAtMs.value);
  return model.status?.state === 'broken' ? silence + model.status.ageMs : silence;
});

/** Whether what is shown can be taken for how it is now. */
export const freshness: ReadonlySignal<Freshness> = computed(() => {
  void version.value;
  if (mode.value === 'replay' || model.source?.kind === 'replay') return 'REPLAY';
  if (mode.value === 'simulate' || model.source?.kind === 'simulation') return 'SIMULATED';
  if (connection.value === 'connecting') return 'CONNECTING';
  if (ageMs.value > STALE_MS || model.status?.state === 'broken') return 'STALE';
  if (connection.value === 'lost' && ageMs.value > LOST_MS) return 'STALE';
  if (model.status?.state === 'waiting') return 'WAITING';
  return cursorMs.value === undefined ? 'LIVE' : 'PAST';
});
