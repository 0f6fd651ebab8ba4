import { readFlags, type FlagsTable } from '@pod-contagion/command-line';
import type { Json, JsonObject } from '@pod-contagion/experiments';
import { usageError } from '../errors.ts';

/** What an experiment sets for all of its activities, or what means nothing for one. */
const NOT_HERE: ReadonlySet<string> = new Set([
  'kubeconfig',
  'context',
  'json',
  'dry-run',
  'samples',
  'fail-after',
]);

/**
 * Reads the arguments of an activity by the flags of a command: the same names, values and errors. A list repeats a flag, true
 * gives a switch, and false or null leave it out.
 * @throws {ChaosError} CHAOS_USAGE
 */
export function readArguments<T extends object>(
  table: FlagsTable<T>,
  args: JsonObject,
  without: readonly string[] = [],
): T {
  const known = Object.keys(table).filter((name) => !NOT_HERE.has(name) && !without.includes(name));
  const unknown = Object.keys(args).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw usageError(`expected arguments of ${known.join(', ')}, got ${JSON.stringify(unknown)}`);
  }
  return readFlags(table, Object.entries(args).flatMap(wordsOf), usageError);
}

function wordsOf([name, value]: [string, Json]): readonly string[] {
  return [value].flat().flatMap((each) => {
    if (each === null || each === false) return [];
    if (each === true) return [`--${name}`];
    if (typeof each === 'object')
      throw usageError(`${name} expects text, a number or a list of them, got an object`);
    return [`--${name}=${String(each)}`];
  });
}
