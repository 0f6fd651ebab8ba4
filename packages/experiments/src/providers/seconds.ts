import type { Json } from '../json.ts';

/** Seconds, as a number or a text of one, in whole ms; undefined where it is neither or below 0. */
export function secondsToMs(value: Json | undefined): number | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof seconds === 'number' && seconds >= 0 && Number.isFinite(seconds)
    ? Math.round(seconds * 1_000)
    : undefined;
}
