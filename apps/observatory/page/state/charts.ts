import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { brush, model, shownMs, version } from './store.ts';

/** Charts over time share one crosshair by this key of uPlot's, and its scale `x`: ms since 1970. */
export const CHART_SYNC = 'time';

/** How wide the axis of numbers is in each of them, in pixels, so that one moment stands below the other. */
export const CHART_AXIS_PX = 40;

/** The shortest time that charts show, in ms: a run that has just begun does not jump about. */
const LEAST_SPAN_MS = 10_000;

/** What charts over time show: from, until, in ms since 1970; the whole run, as long as it is by now. */
export const chartSpan: ReadonlySignal<readonly [fromMs: number, untilMs: number]> = computed(() => {
  void version.value;
  const { span, curve } = model.timeline;
  if (span === undefined) return [0, LEAST_SPAN_MS];
  const fromMs = Math.min(span[0], curve.t.length > 0 ? curve.t.at(0) : span[0]);
  const untilMs = Math.max(span[1], model.tMs);
  return [Math.min(fromMs, untilMs - LEAST_SPAN_MS), untilMs];
});

/** Up to when simulated futures go, in ms since 1970; undefined where none are shown. */
export const futureUntilMs: Signal<number | undefined> = signal(undefined);

/** What is drawn: the same, and of the future no more than there is of the past, so that that is still seen. */
export const drawnSpan: ReadonlySignal<readonly [fromMs: number, untilMs: number]> = computed(() => {
  const [fromMs, untilMs] = chartSpan.value;
  const futureMs = Math.min(futureUntilMs.value ?? 0, 2 * untilMs - fromMs);
  return [fromMs, Math.max(untilMs, futureMs)];
});

/** The part of it that counts: the brush, else all up to the moment that is shown. */
export const chosenSpan: ReadonlySignal<readonly [fromMs: number, untilMs: number]> = computed(
  () => brush.value ?? [chartSpan.value[0], shownMs.value],
);
