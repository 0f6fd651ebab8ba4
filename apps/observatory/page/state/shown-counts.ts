import { CODE, CONDITION_COUNT, lastUpTo } from '@pod-contagion/observatory';
import { computed, type ReadonlySignal } from '@preact/signals';
import { cursorMs, model, moment, version } from './store.ts';

/** Whether the moment that is shown was before anybody followed the pods: of what each of them was then only the sums are known. */
export const isTooEarly: ReadonlySignal<boolean> = computed(() => {
  void version.value;
  return (cursorMs.value ?? Infinity) < (model.timeline.span?.[0] ?? 0);
});

/** How many pods are what at the moment that is shown, by `CODE` but gone. */
export const shownCounts: ReadonlySignal<ArrayLike<number>> = computed(() => {
  void version.value;
  const atMs = cursorMs.value;
  if (atMs === undefined) return [...model.counts];
  if (isTooEarly.value) {
    const { curve } = model.timeline;
    // What each pod was then is not known, but how many were what.
    const point = Math.max(
      0,
      lastUpTo(curve.t.length, (place) => curve.t.at(place) <= atMs),
    );
    return curve.counts.map((column) => column.at(point));
  }
  const of = Array.from({ length: CONDITION_COUNT }, () => 0);
  for (const code of moment.value?.condition ?? []) if (code !== CODE.gone) of[code]!++;
  return of;
});
