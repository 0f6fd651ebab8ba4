/** What a number is between, with the chance that was asked for. */
export type Interval = Readonly<{ low: number; high: number }>;

/** A number with the interval it is in. */
export type Estimate = Interval & Readonly<{ value: number }>;

/** The chance of an interval unless another one is asked for. */
export const DEFAULT_LEVEL = 0.95;
