import { CODE, CONDITION_COUNT } from '@pod-contagion/observatory';
import { computed, type ReadonlySignal } from '@preact/signals';
import { cursorMs, model, moment, version } from './store.ts';

/** How many pods are what at the moment that is shown, by `CODE` but gone. */
export const shownCounts: ReadonlySignal<ArrayLike<number>> = computed(() => {
  void version.value;
  if (cursorMs.value === undefined) return [...model.counts];
  const of = Array.from({ length: CONDITION_COUNT }, () => 0);
  for (const code of moment.value?.condition ?? []) if (code !== CODE.gone) of[code]!++;
  return of;
});
