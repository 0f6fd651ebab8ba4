import { normalReach } from './normal.ts';

/** From here on the expansion for many degrees of freedom is exact to the last digits that matter. */
const MANY = 1_000;
const HALVINGS = 60;

/**
 * How many standard errors from 0 Student's t of this many degrees of freedom, a whole number above 0, stays within, with
 * probability `level`: 2.26 of 9 degrees and 0.95. To 9 digits. Abramowitz and Stegun 1964, 26.7.3, 26.7.4 and 26.7.5.
 */
export function studentReach(degrees: number, level: number): number {
  if (degrees > MANY) return expanded(degrees, normalReach(level));
  let low = 0;
  let high = Math.PI / 2;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (shareWithin(middle, degrees) < level) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan((low + high) / 2);
}

/** The probability to stay within sqrt(degrees) x tan(angle): a finite sum. */
function shareWithin(angle: number, degrees: number): number {
  const isOdd = degrees % 2 === 1;
  const cosine = Math.cos(angle);
  let term = isOdd ? cosine : 1;
  let sum = 0;
  for (let power = isOdd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= (cosine * cosine * (power + 1)) / (power + 2);
  }
  const product = Math.sin(angle) * sum;
  return isOdd ? (2 / Math.PI) * (angle + product) : product;
}

function expanded(degrees: number, z: number): number {
  const square = z * z;
  const first = (z * (square + 1)) / 4;
  const second = (z * (5 * square ** 2 + 16 * square + 3)) / 96;
  const third = (z * (3 * square ** 3 + 19 * square ** 2 + 17 * square - 15)) / 384;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}
