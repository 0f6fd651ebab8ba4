/** How a game goes: what nobody needs before there is one. */
import { signal, type Signal } from '@preact/signals';
import type { Baseline } from './baseline.ts';

/** One hit that was tried. */
export type Shot = Readonly<{ name: string; wasIll: boolean; isHit: boolean; message: string }>;

/** Whether one on a cluster is being begun. */
export const isBeginning: Signal<boolean> = signal(false);
/** Whether the pods that are shown are those of the game: a simulator's come a moment after it was asked for them. */
export const hasBegun: Signal<boolean> = signal(false);
/** Whether nothing can come any more. */
export const isOver: Signal<boolean> = signal(false);
/** Whether it is compared with the simulator yet: one on a cluster from its first infection on. */
export const isCompared: Signal<boolean> = signal(false);
/** For how long, in ms: by the clock, as nothing comes of a contagion that was stopped. */
export const elapsedMs: Signal<number> = signal(0);
export const shots: Signal<readonly Shot[]> = signal([]);

/** What is said of the last order. */
export const told: Signal<string> = signal('');
/** A Role that would allow it, where a right is missing. */
export const missingRole: Signal<string | undefined> = signal(undefined);

/** What the simulator's median has without anybody who plays, and how many were infected before the game. */
export const baseline: Signal<Baseline | undefined> = signal(undefined);
export const infectedBefore: Signal<number> = signal(0);
/** What of the present nobody knows from which the simulator goes on: a sentence each. */
export const unknown: Signal<readonly string[]> = signal([]);

/** Whether a click on a pod hits it. */
export const clickHits: Signal<boolean> = signal(true);

/** As it is before a game. */
export function clearProgress(): void {
  shots.value = [];
  told.value = '';
  missingRole.value = undefined;
  hasBegun.value = false;
  isOver.value = false;
  isCompared.value = false;
  elapsedMs.value = 0;
  baseline.value = undefined;
  infectedBefore.value = 0;
  unknown.value = [];
}
