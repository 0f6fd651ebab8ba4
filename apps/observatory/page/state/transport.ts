import { signal, type Signal } from '@preact/signals';
import { lastUpTo } from '@pod-contagion/observatory';
import { mode } from '../stream/feeding.ts';
import { shareInAddress } from './address.ts';
import { chartSpan } from './charts.ts';
import { cursorMs, isReading, model } from './store.ts';

/** How fast a recording, or what is past, can be played. */
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64] as const;

export const speed: Signal<number> = signal(1);

/** Keeps the speed in the address. */
export function shareSpeed(): void {
  shareInAddress('speed', {
    write: () => (speed.value === 1 ? undefined : String(speed.value)),
    read: (text) => {
      speed.value = SPEEDS.find((each) => String(each) === text) ?? 1;
    },
  });
}

/** Whether the cursor moves on by itself. */
export const playing: Signal<boolean> = signal(false);

/** How often it moves, in ms: as often as frames come. */
const STEP_MS = 100;

/** The same while a recording is read, which takes the longer the more is drawn meanwhile. */
const STEP_READING_MS = 300;

let timer: ReturnType<typeof setInterval> | undefined;

/** Starts or stops the cursor's moving on. What is live stands still at now, a recording that has ended begins again. */
export function playOrPause(): void {
  if (playing.value) {
    pause();
    return;
  }
  if (cursorMs.value === undefined) {
    const [fromMs, untilMs] = chartSpan.value;
    if (mode.value !== 'live') play(fromMs);
    else cursorMs.value = untilMs;
  } else play(cursorMs.value);
}

/** Plays from a moment on. */
export function play(fromMs: number): void {
  cursorMs.value = fromMs;
  playing.value = true;
  let beforeMs = performance.now();
  clearInterval(timer);
  timer = setInterval(() => {
    const nowMs = performance.now();
    // A timer's time is never exactly that.
    if (isReading.peek() && nowMs - beforeMs < STEP_READING_MS - STEP_MS / 2) return;
    const nextMs = (cursorMs.value ?? Infinity) + (nowMs - beforeMs) * speed.value;
    beforeMs = nowMs;
    if (nextMs < chartSpan.value[1]) cursorMs.value = nextMs;
    else if (!isReading.value) toNewest();
  }, STEP_MS);
}

export function pause(): void {
  clearInterval(timer);
  playing.value = false;
}

/** To the newest there is: live, or the end of a recording. */
export function toNewest(): void {
  pause();
  cursorMs.value = undefined;
}

/** To a moment, and no further. */
export function goTo(timeMs: number): void {
  pause();
  const [fromMs, untilMs] = chartSpan.value;
  cursorMs.value = timeMs >= untilMs ? undefined : Math.max(fromMs, timeMs);
}

/** To the nearest change before or after the moment that is shown. */
export function step(by: 1 | -1): void {
  const { t } = model.timeline.curve;
  const last = t.length === 0 ? 0 : t.at(t.length - 1);
  const nowMs = cursorMs.value ?? last;
  const place =
    by > 0
      ? lastUpTo(t.length, (index) => t.at(index) <= nowMs) + 1
      : lastUpTo(t.length, (index) => t.at(index) < nowMs);
  if (place >= t.length) toNewest();
  else if (place >= 0) {
    pause();
    cursorMs.value = t.at(place);
  }
}

/** To the next of the speeds. */
export function changeSpeed(by: 1 | -1): void {
  const place = SPEEDS.findIndex((each) => each >= speed.value);
  speed.value = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, place + by))] ?? 1;
}
