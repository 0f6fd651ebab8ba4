import { type Flag } from '@pod-contagion/command-line';
import { parseDurationMs } from '@pod-contagion/notations';

/** A flag that may be repeated; each value has to be right. Empty where it is not given. */
export function listFlag(
  valueName: string,
  expected: string,
  help: string,
  isRight: (text: string) => boolean = (text) => text !== '',
): Flag<readonly string[]> {
  return {
    valueName,
    expected,
    help,
    repeated: true,
    read: (texts) => (texts.every(isRight) ? texts : undefined),
    fallback: [],
  };
}

/** A text that has to be right; undefined where it is not given. */
export function checkedFlag(
  valueName: string,
  expected: string,
  help: string,
  isRight: (text: string) => boolean,
): Flag<string | undefined> {
  return {
    valueName,
    expected,
    help,
    read: ([text = '']) => (isRight(text) ? text : undefined),
    fallback: undefined,
  };
}

/** A share in per cent, more than 0 and at most 100, with or without the sign. */
export function percentFlag(help: string): Flag<number | undefined> {
  return {
    valueName: 'percent',
    expected: 'a percentage above 0, up to 100',
    help,
    read: ([text = '']) => {
      const [, digits] = /^([0-9]{1,3}(?:\.[0-9]{1,6})?)%?$/.exec(text) ?? [];
      const percent = Number(digits);
      return percent > 0 && percent <= 100 ? percent : undefined;
    },
    fallback: undefined,
  };
}

/** A time in seconds where it has no unit, as in the first pod-chaos; the value is in milliseconds. */
export function secondsFlag(
  range: Readonly<{ minMs: number; maxMs: number; described: string }>,
  help: string,
): Flag<number | undefined> {
  return {
    valueName: 'seconds',
    expected: `seconds from ${range.described}, such as 30, or 2m`,
    help,
    read: ([text = '']) => {
      const valueMs = parseDurationMs(/^[0-9.]+$/.test(text) ? `${text}s` : text);
      return valueMs !== undefined && valueMs >= range.minMs && valueMs <= range.maxMs ? valueMs : undefined;
    },
    fallback: undefined,
  };
}

/** Whether a text is a regular expression. */
export function isPattern(text: string): boolean {
  try {
    return RegExp(text, 'u') instanceof RegExp && text !== '';
  } catch {
    return false;
  }
}
