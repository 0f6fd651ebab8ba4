import { DEFAULT_LEVEL, type Estimate } from './estimate.ts';
import { gammaQuantile } from './gamma.ts';

/** A gamma distribution. */
export type Gamma = Readonly<{ shape: number; scale: number }>;

/** How a reproduction number is judged. */
export type PosteriorOptions = Readonly<{
  level?: number;
  /** What is thought before any data. Shape 1 and scale 5 unless given, as EpiEstim has them. */
  prior?: Gamma;
}>;

/** What is known of a reproduction number after some infections. */
export type Posterior = Readonly<{
  /** Its mean, and what lies between its quantiles. */
  reproduction: Estimate;
  standardDeviation: number;
}>;

const EPI_ESTIM_PRIOR: Gamma = { shape: 1, scale: 5 };

/**
 * Shape and rate of what is known of R where new infections are Poisson with mean R x infectiousness (Cori et al. 2013): a gamma
 * distribution of shape a + infections and rate 1 / scale + infectiousness.
 */
export function gammaPosterior(
  infections: number,
  infectiousness: number,
  prior: Gamma = EPI_ESTIM_PRIOR,
): Readonly<{ shape: number; rate: number }> {
  return { shape: prior.shape + infections, rate: 1 / prior.scale + infectiousness };
}

/** The reproduction number of so many infections by so much infectiousness. */
export function posteriorOf(
  infections: number,
  infectiousness: number,
  { level = DEFAULT_LEVEL, prior }: PosteriorOptions = {},
): Posterior {
  const { shape, rate } = gammaPosterior(infections, infectiousness, prior);
  const at = (probability: number): number => gammaQuantile(probability, shape) / rate;
  return {
    reproduction: { value: shape / rate, low: at((1 - level) / 2), high: at((1 + level) / 2) },
    standardDeviation: Math.sqrt(shape) / rate,
  };
}
