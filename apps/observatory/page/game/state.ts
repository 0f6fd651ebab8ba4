import { signal, type Signal } from '@preact/signals';
import type { Baseline } from './baseline.ts';
import type { GameRules } from '@pod-contagion/observatory';

/** Whether there is a game, and which: on the simulator, which changes nothing anywhere, or on the cluster that is watched. */
export type Play = 'off' | 'choosing' | 'practice' | 'live';

/** One hit that was tried. */
export type Shot = Readonly<{ name: string; wasIll: boolean; isHit: boolean; message: string }>;

/** The server's game; undefined where it was not started with one. */
export const rules: Signal<GameRules | undefined> = signal(undefined);

export const play: Signal<Play> = signal('off');
/** Whether the pods that are shown are those of the game: a simulator's come a moment after it was asked for them. */
export const hasBegun: Signal<boolean> = signal(false);
export const isOver: Signal<boolean> = signal(false);
export const shots: Signal<readonly Shot[]> = signal([]);

/** What is said of the last order. */
export const told: Signal<string> = signal('');
/** A Role that would allow it, where a right is missing. */
export const missingRole: Signal<string | undefined> = signal(undefined);

/** What the simulator's median has without anybody who plays, and where on it the game began. */
export const baseline: Signal<Baseline | undefined> = signal(undefined);
export const began: Signal<Readonly<{ atMs: number; infections: number }>> = signal({
  atMs: 0,
  infections: 0,
});

/** Whether a click on a pod hits it. */
export const clickHits: Signal<boolean> = signal(true);
