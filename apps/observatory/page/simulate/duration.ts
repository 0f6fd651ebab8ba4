const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Reads `500ms`, `10s`, `1.5m` or `1h` as whole milliseconds, as the command lines do; undefined where it is none of these. */
export function parseDurationMs(text: string): number | undefined {
  const [, digits, unit] = /^([0-9]{1,9}(?:\.[0-9]{1,6})?)(ms|s|m|h)$/.exec(text.trim()) ?? [];
  if (digits === undefined || unit === undefined) return text.trim() === '0' ? 0 : undefined;
  const ms = Math.round(Number(digits) * UNITS_MS[unit]! * 1e6) / 1e6;
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/** Writes milliseconds so that `parseDurationMs` gives them back: in the largest unit of which it takes three digits at most. */
export function durationText(ms: number): string {
  if (ms === 0) return '0s';
  for (const unit of ['h', 'm', 's']) {
    const text = `${ms / UNITS_MS[unit]!}${unit}`;
    if (ms >= UNITS_MS[unit]! && text.length <= 4 && parseDurationMs(text) === ms) return text;
  }
  return ms >= 1_000 && ms % 10 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
}
