/** The number of terms after which a series is given up; the largest shape needs half of them. */
const MAX_TERMS = 200_000;
/** Above this shape the first guess of a quantile is as exact as what could follow. */
const LARGEST_SHAPE = 1e8;
const MAX_STEPS = 200;

/** From here on Stirling's series is exact to the last digits. */
const LEAST_STIRLING = 10;
const TINY = 1e-300;

/**
 * Below which a gamma variable of this shape, above 0, and scale 1 lies with probability `probability`, 0 to 1: the inverse of
 * `gammaShare`, to about 12 digits. Halley's method within bounds that close in on the root, begun with the approximation of
 * Wilson and Hilferty 1931.
 */
export function gammaQuantile(probability: number, shape: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return Infinity;
  if (shape > LARGEST_SHAPE) {
    const reach = Math.sqrt(2 * gammaQuantile(Math.abs(2 * probability - 1), 0.5));
    return wilsonHilferty(shape, probability < 0.5 ? -reach : reach);
  }
  let low = 0;
  let high = Infinity;
  let x = firstGuess(probability, shape);
  for (let step = 0; step < MAX_STEPS; step++) {
    const { below, above } = gammaShares(x, shape);
    // The smaller of the two tails is the one that is known to all digits.
    const error = below < above ? below - probability : 1 - probability - above;
    if (error < 0) low = x;
    else high = x;
    const ratio = error / ((ownTerm(x, shape) * shape) / x);
    const halley = ratio / Math.max(0.5, 1 - (ratio * ((shape - 1) / x - 1)) / 2);
    // Asked before the bounds: rounding can put the last step on one of them.
    if (Math.abs(halley) <= 1e-14 * x) return x - halley;
    let next = x - halley;
    if (!(next > low && next < high)) next = high === Infinity ? 2 * x : (low + high) / 2;
    x = next;
  }
  return x;
}

/** The probability that a gamma variable of this shape, above 0 and up to 10^8, and scale 1 is at most `x`. */
export function gammaShare(x: number, shape: number): number {
  return gammaShares(x, shape).below;
}

/** The logarithm of the gamma function of a number above 0: Stirling's series, carried down by Γ(x + 1) = x Γ(x). */
export function logGamma(x: number): number {
  let product = 1;
  let large = x;
  while (large < LEAST_STIRLING) product *= large++;
  const whole = (large - 0.5) * Math.log(large) - large + Math.log(2 * Math.PI) / 2 + stirlingRest(large);
  return whole - Math.log(product);
}

/**
 * Both tails of the incomplete gamma function: a series below the mean and a continued fraction (Lentz's method) above it, the
 * smaller tail being the one that is computed. Abramowitz and Stegun 1964, 6.5.29 and 6.5.31.
 */
function gammaShares(x: number, shape: number): { below: number; above: number } {
  if (x <= 0) return { below: 0, above: 1 };
  if (x === Infinity) return { below: 1, above: 0 };
  const own = ownTerm(x, shape);
  if (x < shape + 1) {
    let term = 1;
    let sum = 1;
    for (let index = 1; index < MAX_TERMS && term > sum * 1e-17; index++) {
      term *= x / (shape + index);
      sum += term;
    }
    const below = Math.min(1, own * sum);
    return { below, above: 1 - below };
  }
  let denominator = x + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / denominator;
  let fraction = d;
  for (let index = 1; index < MAX_TERMS; index++) {
    const numerator = -index * (index - shape);
    denominator += 2;
    d = 1 / awayFrom0(numerator * d + denominator);
    c = awayFrom0(denominator + numerator / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  const above = Math.min(1, own * shape * fraction);
  return { below: 1 - above, above };
}

/** x^shape e^-x / Γ(shape + 1), for large shapes without the difference of large logarithms. */
function ownTerm(x: number, shape: number): number {
  if (shape < LEAST_STIRLING) return Math.exp(shape * Math.log(x) - x - logGamma(shape + 1));
  const excess = (x - shape) / shape;
  const logarithm = Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(x / shape);
  return Math.exp(shape * (logarithm - excess) - stirlingRest(shape)) / Math.sqrt(2 * Math.PI * shape);
}

/** What Stirling's formula lacks of log Γ. Abramowitz and Stegun 1964, 6.1.41. */
function stirlingRest(x: number): number {
  const y = 1 / (x * x);
  const rest = 1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - y * (691 / 360_360 - y / 156)));
  return (1 / 12 - y * (1 / 360 - y * rest)) / x;
}

function firstGuess(probability: number, shape: number): number {
  const small = Math.exp((Math.log(probability) + logGamma(shape + 1)) / shape);
  if (shape < 1) return Math.max(small, TINY);
  const large = wilsonHilferty(shape, roughDeviate(probability));
  return large > 0.1 * shape ? large : Math.max(small, TINY);
}

/** The quantile at so many standard deviations: the cube root of a gamma variable is nearly normal. */
function wilsonHilferty(shape: number, deviate: number): number {
  return shape * (1 - 1 / (9 * shape) + deviate / (3 * Math.sqrt(shape))) ** 3;
}

/** A standard normal quantile to about 0.003, which is enough to begin with. Abramowitz and Stegun 1964, 26.2.22. */
function roughDeviate(probability: number): number {
  const t = Math.sqrt(-2 * Math.log(Math.min(probability, 1 - probability)));
  const upper = t - (2.307_53 + 0.270_61 * t) / (1 + t * (0.992_29 + 0.044_81 * t));
  return probability < 0.5 ? -upper : upper;
}

function awayFrom0(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
