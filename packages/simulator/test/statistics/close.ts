/** Whether two numbers are the same but for a relative error, 0 beside 0 included. */
export function isClose(got: number, expected: number, relative: number = 1e-12): boolean {
  return got === expected || Math.abs(got - expected) <= relative * Math.abs(expected);
}

/** A number with so many digits after the point, as tables give it. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
