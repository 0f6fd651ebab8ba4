import type { Json } from '../json.ts';

/** The longest time that a timer holds, in ms: 24.8 days. */
const MAX_TIMER_MS = 2_147_483_647;

/** Seconds, as a number or a text of one, in whole ms, which is what timers take; undefined where it is neither or below 0. */
export function secondsToMs(value: Json | undefined): number | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof seconds === 'number' && seconds >= 0 && Number.isFinite(seconds)
    ? Math.min(Math.round(seconds * 1_000), MAX_TIMER_MS)
    : undefined;
}
