import { parseDurationMs } from '@pod-contagion/notations';
import { usageError } from '../errors.ts';

/** A duration as users of k6 write it: `30s`, `500ms`, `1.5m`, or milliseconds. */
export type DisruptorDuration = string | number;

/** The longest a fault may last, in ms: a day. */
const MAX_DURATION_MS = 86_400_000;

/**
 * Reads a duration, from 1 ms to a day.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readDuration(what: string, given: DisruptorDuration): number {
  const durationMs = typeof given === 'string' ? parseDurationMs(given) : given;
  if (typeof durationMs === 'number' && durationMs >= 1 && durationMs <= MAX_DURATION_MS) return durationMs;
  throw usageError(`expected ${what} such as "30s" or 30000, at most 24 h, got ${JSON.stringify(given)}`);
}

/**
 * Reads how long something is held back, from 0; as a duration otherwise.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readDelay(what: string, given: DisruptorDuration): number {
  return given === 0 || given === '0' ? 0 : readDuration(what, given);
}

/**
 * Refuses fields that nobody reads: a fault that is not the one that was meant is worse than none.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function checkFields(what: string, given: object, known: readonly string[]): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw usageError(`expected ${what} to be an object, got ${JSON.stringify(given)}`);
  }
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw usageError(`expected ${what} to have the fields ${known.join(', ')}, got ${JSON.stringify(unknown)}`);
}
