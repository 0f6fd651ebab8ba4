/** A number, or a string that is a percentage or a port's name. Source: apimachinery/pkg/util/intstr/intstr.go. */
export type IntOrString = number | string;

const PERCENT = /^[0-9]+%$/;

/** Says whether a value is a percentage of whole per cents: `25%`. */
export function isPercent(value: IntOrString): value is string {
  return typeof value === 'string' && PERCENT.test(value);
}

/** The number itself, or that of the per cents; 0 for any other string. */
export function intOrPercentNumber(value: IntOrString): number {
  if (typeof value === 'number') return value;
  return isPercent(value) ? Number.parseInt(value, 10) : 0;
}

/**
 * What a number or percentage comes to of `total`; of a percentage rounded `up` or `down` to a whole number.
 * Throws RangeError for a string that is no percentage.
 *
 * Source: intstr.go (`GetScaledValueFromIntOrPercent`).
 */
export function scaledValue(value: IntOrString, total: number, rounding: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  if (!isPercent(value))
    throw new RangeError(`expected a number or a percentage, got ${JSON.stringify(value)}`);
  const product = Number.parseInt(value, 10) * total;
  return rounding === 'up' ? Math.ceil(product / 100) : Math.floor(product / 100);
}
