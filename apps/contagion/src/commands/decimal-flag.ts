import type { Flag } from '@pod-contagion/command-line';

/** A flag that takes a number with up to six decimals, within bounds; undefined where it is not given. */
export function decimalFlag(
  { min, max }: Readonly<{ min: number; max: number }>,
  help: string,
): Flag<number | undefined> {
  return {
    valueName: 'n',
    expected: `a number from ${min} to ${max}`,
    help,
    read: ([text = '']) => {
      const value = /^\d{1,7}(?:\.\d{1,6})?$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
    fallback: undefined,
  };
}
