import { signal, type Signal } from '@preact/signals';
import type { GameRules } from '@pod-contagion/observatory';

/** Whether there is a game, and which: on the simulator, which changes nothing anywhere, or on the cluster that is watched. */
export type Play = 'off' | 'choosing' | 'practice' | 'live';

/** The server's game; undefined where it was not started with one. */
export const rules: Signal<GameRules | undefined> = signal(undefined);

export const play: Signal<Play> = signal('off');
