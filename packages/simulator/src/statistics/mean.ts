import { DEFAULT_LEVEL, type Estimate } from './estimate.ts';
import { studentReach } from './student-t.ts';

/** Mean and spread of some numbers. */
export type Mean = Estimate &
  Readonly<{
    count: number;
    /** The standard deviation of what they were drawn from, with divisor n - 1; NaN of fewer than two. */
    standardDeviation: number;
  }>;

/**
 * The mean of some numbers with Student's interval, and their standard deviation, in two passes and in the order in which they
 * stand, so that the same numbers give the same digits. NaN of none; an interval without limits of one.
 */
export function meanOf(values: ArrayLike<number>, level: number = DEFAULT_LEVEL): Mean {
  const count = values.length;
  let sum = 0;
  for (let index = 0; index < count; index++) sum += values[index]!;
  const value = sum / count;
  if (count < 2) return { value, low: -Infinity, high: Infinity, count, standardDeviation: NaN };
  let squares = 0;
  for (let index = 0; index < count; index++) squares += (values[index]! - value) ** 2;
  const standardDeviation = Math.sqrt(squares / (count - 1));
  const half = (studentReach(count - 1, level) * standardDeviation) / Math.sqrt(count);
  return { value, low: value - half, high: value + half, count, standardDeviation };
}
