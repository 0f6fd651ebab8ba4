/**
 * An amount as resources are given in, exact: `digits` times ten to the power of `exponent`. Binary suffixes are
 * multiplied out.
 */
export type Quantity = Readonly<{ digits: bigint; exponent: number }>;

const BINARY: Readonly<Record<string, bigint>> = {
  Ki: 1n << 10n,
  Mi: 1n << 20n,
  Gi: 1n << 30n,
  Ti: 1n << 40n,
  Pi: 1n << 50n,
  Ei: 1n << 60n,
};

const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d+)|([KMGTPE]i|[numkMGTPE]))?$/;

/** The longest string that is read; none that makes sense is near it. */
const MAX_LENGTH = 64;

/** The greatest power of ten that is read, of either sign: more would take long to multiply out. */
const MAX_EXPONENT = 64;

/** What an API server answers about a string that is no quantity. Source: api/resource/quantity.go. */
export const QUANTITY_FORM_MESSAGE = `quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`;

/**
 * Reads an amount: `1`, `1.5`, `100m`, `64Mi`, `2e3`; undefined where it is none.
 *
 * Source: apimachinery/pkg/api/resource/quantity.go (`ParseQuantity`), suffix.go.
 */
export function parseQuantity(text: string | number): Quantity | undefined {
  const string = String(text);
  const match = string.length > MAX_LENGTH ? null : FORM.exec(string);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', power, suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const written = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const binary = BINARY[suffix];
  if (binary !== undefined) return { digits: written * binary, exponent: -fraction.length };
  const exponent = power === undefined ? (DECIMAL[suffix] ?? 0) : Number.parseInt(power.slice(1), 10);
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
  return { digits: written, exponent: exponent - fraction.length };
}

/** Less than, equal to or greater than 0 as `a` is less than, equal to or greater than `b`. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const exponent = Math.min(a.exponent, b.exponent);
  const left = digitsAt(a, exponent);
  const right = digitsAt(b, exponent);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The sum of two amounts. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const exponent = Math.min(a.exponent, b.exponent);
  return { digits: digitsAt(a, exponent) + digitsAt(b, exponent), exponent };
}

/** Says whether an amount is below nothing. */
export function isNegative({ digits }: Quantity): boolean {
  return digits < 0n;
}

/** Says whether an amount is nothing. */
export function isZero({ digits }: Quantity): boolean {
  return digits === 0n;
}

/** Says whether an amount is a whole number. */
export function isWhole({ digits, exponent }: Quantity): boolean {
  return exponent >= 0 || digits % 10n ** BigInt(-exponent) === 0n;
}

/**
 * Writes an amount in decimal form with the greatest suffix that leaves a whole number: `1500m`, `2k`. What is finer
 * than a nano is rounded up, as Kubernetes does.
 */
export function formatQuantity(quantity: Quantity): string {
  const { digits } = quantity;
  if (digits === 0n) return '0';
  const nanos = digitsAtLeast(quantity, -9);
  for (const [suffix, exponent] of Object.entries(DECIMAL).toReversed()) {
    const unit = 10n ** BigInt(exponent + 9);
    if (nanos % unit === 0n) return `${nanos / unit}${suffix}`;
  }
  return `${nanos}n`;
}

function digitsAt({ digits, exponent }: Quantity, smaller: number): bigint {
  return digits * 10n ** BigInt(exponent - smaller);
}

function digitsAtLeast(quantity: Quantity, exponent: number): bigint {
  if (quantity.exponent >= exponent) return digitsAt(quantity, exponent);
  const divisor = 10n ** BigInt(exponent - quantity.exponent);
  const quotient = quantity.digits / divisor;
  const rest = quantity.digits % divisor;
  if (rest === 0n) return quotient;
  return quantity.digits < 0n ? quotient - 1n : quotient + 1n;
}
