import { parseDurationMs } from '@pod-contagion/notations';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Writes milliseconds so that `parseDurationMs` gives them back: in the largest unit of which it takes three digits at most. */
export function durationText(ms: number): string {
  if (ms === 0) return '0s';
  for (const unit of ['h', 'm', 's']) {
    const text = `${ms / UNITS_MS[unit]!}${unit}`;
    if (ms >= UNITS_MS[unit]! && text.length <= 4 && parseDurationMs(text) === ms) return text;
  }
  return ms >= 1_000 && ms % 10 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
}
