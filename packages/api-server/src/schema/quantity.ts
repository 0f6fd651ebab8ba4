/** A quantity that can't be read; the message is Kubernetes' own. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

const FORMAT_WRONG =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX_WRONG = "unable to parse quantity's suffix";
const NUMBER_WRONG = 'unable to parse numeric part of quantity';

/** Already in the shortest form: the great majority. */
const PLAIN = /^[1-9]\d{0,2}(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;

const PARTS = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*)([-+]?\d*)$/;

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Digits after the point that are kept: nothing is smaller than a billionth. */
const SCALE = 9;

/** The most digits a number may have here, so that no text makes arithmetic slow. */
const MAX_DIGITS = 100;

/** The longest text that is looked at, in characters: sign, digits, point and suffix; a longer one takes the forms below long. */
const MAX_LENGTH: number = MAX_DIGITS + 10;

type Format = 'decimal' | 'binary' | 'exponent';

function suffixOf(letters: string, digits: string): { format: Format; base: bigint; exponent: number } {
  if (/^[eE]$/.test(letters) && /^[-+]?\d{1,2}$/.test(digits))
    return { format: 'exponent', base: 10n, exponent: Number(digits) };
  const binary = BINARY.indexOf(letters);
  if (digits === '' && binary > 0) return { format: 'binary', base: 1024n, exponent: binary };
  const decimal = DECIMAL.indexOf(letters);
  if (digits === '' && decimal >= 0) return { format: 'decimal', base: 10n, exponent: (decimal - 3) * 3 };
  throw new QuantityError(SUFFIX_WRONG);
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

function inThousands(billionths: bigint, suffix: (exponent: number) => string): string {
  let exponent = -SCALE;
  let mantissa = billionths;
  while (mantissa % 1000n === 0n && exponent < 18) {
    mantissa /= 1000n;
    exponent += 3;
  }
  return `${mantissa}${suffix(exponent)}`;
}

/**
 * A quantity in its shortest exact form, as the API stores and shows it: `0.5` is `500m`, `1024Mi` is `1Gi`. Throws
 * QuantityError. Source: apimachinery/pkg/api/resource/quantity.go (ParseQuantity, CanonicalizeBytes).
 */
export function canonicalQuantity(text: string): string {
  if (PLAIN.test(text)) return text;
  if (text.length > MAX_LENGTH)
    throw new QuantityError(/^[+-]?[0-9.]/.test(text) ? NUMBER_WRONG : FORMAT_WRONG);
  const parts = PARTS.exec(text);
  if (parts === null || text === '') throw new QuantityError(FORMAT_WRONG);
  const [, sign, whole = '', fraction = '', letters = '', digits = ''] = parts;
  const { format, base, exponent } = suffixOf(letters, digits);
  if (whole + fraction === '' || whole.length + fraction.length > MAX_DIGITS)
    throw new QuantityError(NUMBER_WRONG);

  // In billionths, rounded away from zero: value = digits / 10^places * base^exponent * 10^9.
  let up = BigInt(whole + fraction) * 10n ** BigInt(SCALE);
  let down = 10n ** BigInt(fraction.length);
  if (exponent >= 0) up *= base ** BigInt(exponent);
  else down *= base ** BigInt(-exponent);
  let billionths = divideUp(up, down);
  if (billionths === 0n) return '0';
  const minus = sign === '-' ? '-' : '';

  const unit = 10n ** BigInt(SCALE);
  if (format === 'binary' && billionths >= 1024n * unit) {
    let count = divideUp(billionths, unit);
    let step = 0;
    while (count % 1024n === 0n && step < BINARY.length - 1) {
      count /= 1024n;
      step += 1;
    }
    if (step > 0) return `${minus}${count}${BINARY[step]}`;
    // Bytes without a suffix are read again as decimal: Kubernetes 1.36.2 shows 31.25Ki as 32k.
    billionths = count * unit;
  }
  const suffix = (power: number): string => {
    if (format === 'exponent') return power === 0 ? '' : `e${power}`;
    return DECIMAL[power / 3 + 3] ?? '';
  };
  return minus + inThousands(billionths, suffix);
}
