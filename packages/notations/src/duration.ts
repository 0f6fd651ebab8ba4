const UNITS_MS: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Reads `500`, `500ms`, `10s`, `1.5m` or `1h` as milliseconds; undefined where it is none of these or not whole. */
export function parseDurationMs(text: string): number | undefined {
  const [, digits, unit] = /^([0-9]{1,12}(?:\.[0-9]{1,6})?)(ms|s|m|h|)$/.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  // Rounded to a millionth first: 1.1 x 1000 is not whole for a computer.
  const valueMs = Math.round(Number(digits) * (UNITS_MS[unit] ?? NaN) * 1e6) / 1e6;
  return Number.isSafeInteger(valueMs) ? valueMs : undefined;
}

/** Writes a duration in the way people read it: `8.5 s`, `5m02s`, `1h00m`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, durationMs) / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, '0')}s`;
  return `${Math.floor(whole / 3_600)}h${String(Math.floor((whole % 3_600) / 60)).padStart(2, '0')}m`;
}
