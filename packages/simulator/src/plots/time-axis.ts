/** A unit of time that an axis is written in. */
export type TimeUnit = Readonly<{ name: string; ms: number }>;

const UNITS: readonly TimeUnit[] = [
  { name: 's', ms: 1_000 },
  { name: 'min', ms: 60_000 },
  { name: 'h', ms: 3_600_000 },
];

/** The largest unit of which an axis that ends at `lastMs` has at least three; seconds where there is none. */
export function timeUnitOf(lastMs: number): TimeUnit {
  return UNITS.findLast(({ ms }) => lastMs >= 3 * ms) ?? UNITS[0]!;
}

/** What an axis of time is called. */
export function timeLabelOf({ name }: TimeUnit): string {
  return `time since the first sneeze (${name})`;
}
