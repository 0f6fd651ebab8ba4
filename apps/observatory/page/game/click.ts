import { hit } from './game.ts';
import { clickHits } from './progress.ts';
import { play } from './state.ts';

/** A click on a pod hits it, in a game where clicks do. */
export function clickedPod(pod: number): void {
  const isOn = play.value === 'practice' || play.value === 'live';
  if (isOn && clickHits.value) void hit(pod);
}
