import { gammaQuantile } from './gamma.ts';

/**
 * How many standard deviations from the mean a normal variable stays within, with probability `level`: 1.96 of 0.95. Its square
 * has a gamma distribution of shape 1/2, so that no table of coefficients is needed.
 */
export function normalReach(level: number): number {
  return Math.sqrt(2 * gammaQuantile(level, 0.5));
}
