import { UNKNOWN } from '../protocol/codes.ts';

const DIGITS = 12;

/** Up to twelve hexadecimal digits of a container's id as a number; UNKNOWN for anything else. */
export function digitsOf(container: string): number {
  return /^[0-9a-f]{1,12}$/.test(container) ? Number.parseInt(container, 16) : UNKNOWN;
}

/** These digits again, twelve of them; '' for none. */
export function containerOf(digits: number): string {
  return digits < 0 ? '' : digits.toString(16).padStart(DIGITS, '0');
}
