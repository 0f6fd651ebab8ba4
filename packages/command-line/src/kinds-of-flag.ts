import { parseDurationMs } from '@pod-contagion/notations';
import type { Flag } from './flags.ts';

/** A switch: off unless it is given. */
export function switchFlag(help: string): Flag<boolean> {
  return { help, read: () => true, fallback: false };
}

/** A text that has to say something: blanks alone, as a variable of a script may hold, do not. */
export function textFlag(valueName: string, expected: string, help: string): Flag<string | undefined> {
  return {
    valueName,
    expected,
    help,
    read: ([text = '']) => (text.trim() === '' ? undefined : text),
    fallback: undefined,
  };
}

/** One of a few words. */
export function choiceFlag<const T extends string>(choices: readonly T[], help: string): Flag<T | undefined> {
  return {
    valueName: choices.join('|'),
    expected: choices.join(' or '),
    help,
    read: ([text]) => choices.find((choice) => choice === text),
    fallback: undefined,
  };
}

/** A whole number within bounds. */
export function numberFlag(
  range: Readonly<{ min: number; max: number }>,
  help: string,
): Flag<number | undefined> {
  const { min, max } = range;
  return {
    valueName: 'n',
    expected: `a whole number from ${min} to ${max}`,
    help,
    read: ([text = '']) => within(/^[0-9]{1,15}$/.test(text) ? Number(text) : undefined, min, max),
    fallback: undefined,
  };
}

/** A duration within bounds, `described` as a user would write them; the value is in milliseconds. */
export function durationFlag(
  range: Readonly<{ minMs: number; maxMs: number; described: string }>,
  help: string,
): Flag<number | undefined> {
  return {
    valueName: 'duration',
    expected: `a duration from ${range.described}, such as 500 (milliseconds), 10s or 2m`,
    help,
    read: ([text = '']) => within(parseDurationMs(text), range.minMs, range.maxMs),
    fallback: undefined,
  };
}

function within(value: number | undefined, min: number, max: number): number | undefined {
  return value !== undefined && value >= min && value <= max ? value : undefined;
}
