const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Durations that people count in. */
const NICE: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 6, 12].map((hours) => hours * HOUR),
];

/** The shortest duration that people count in and that is no shorter than this, in ms; never less than a second. */
export function niceDurationMs(leastMs: number): number {
  const day = 24 * HOUR;
  return NICE.find((each) => each >= leastMs) ?? Math.ceil(leastMs / day) * day;
}
