import { DEFAULT_LEVEL, type Estimate, type Interval } from './estimate.ts';
import { normalReach } from './normal.ts';

/** How long one run was watched. */
export type Lifetime = Readonly<{
  untilMs: number;
  /** Whether it died out then; otherwise it was watched no longer. */
  isExtinct: boolean;
}>;

/** From this time on the share that is alive is this, with its interval. */
export type SurvivalStep = Estimate & Readonly<{ atMs: number; atRisk: number; extinct: number }>;

/** A survival curve and when half are extinct. */
export type Survival = Readonly<{
  /** A step at each time at which one died out; before the first all are alive. */
  steps: readonly SurvivalStep[];
  /** `timeUntil` half are alive. */
  medianMs: Estimate;
}>;

/** Shares are products of fractions: this much less than exact is still a half. */
const ROUNDING = 1e-12;

/**
 * The share of runs that are alive as time goes on, by Kaplan and Meier 1958, of runs that were watched for different times; one cut
 * off when another died out counts as alive then. The variance is Greenwood's; intervals are by default those of log(-log share),
 * which stay between 0 and 1 (Kalbfleisch and Prentice 1980), or `plain`, cut off there. Where all are extinct there is no variance
 * left, and the upper limit stays where it was.
 */
export function kaplanMeier(
  lifetimes: readonly Lifetime[],
  level: number = DEFAULT_LEVEL,
  scale: 'log-log' | 'plain' = 'log-log',
): Survival {
  const sorted = lifetimes.toSorted((one, other) => one.untilMs - other.untilMs);
  const intervalOf = scale === 'plain' ? plainInterval : logLogInterval;
  const z = normalReach(level);
  const steps: SurvivalStep[] = [];
  let value = 1;
  let greenwood = 0;
  let high = 1;
  for (let index = 0; index < sorted.length;) {
    const atMs = sorted[index]!.untilMs;
    const atRisk = sorted.length - index;
    let extinct = 0;
    for (; sorted[index]?.untilMs === atMs; index++) if (sorted[index]!.isExtinct) extinct++;
    if (extinct === 0) continue;
    value *= (atRisk - extinct) / atRisk;
    greenwood += extinct / (atRisk * (atRisk - extinct));
    const interval = value === 0 ? { low: 0, high } : intervalOf(value, z * Math.sqrt(greenwood));
    high = interval.high;
    steps.push({ atMs, atRisk, extinct, value, ...interval });
  }
  return { steps, medianMs: timeUntil(steps, 0.5) };
}

/**
 * The first time at which at most this share is alive, and its interval (Brookmeyer and Crowley 1982); Infinity where never.
 */
export function timeUntil(steps: readonly SurvivalStep[], share: number): Estimate {
  const first = (name: 'low' | 'value' | 'high'): number =>
    steps.find((step) => step[name] <= share + ROUNDING)?.atMs ?? Infinity;
  return { value: first('value'), low: first('low'), high: first('high') };
}

/** The share alive at a time, read off a curve; all before its first step. */
export function survivalAt(survival: Survival, atMs: number): Estimate {
  const step = survival.steps.findLast((each) => each.atMs <= atMs);
  return step === undefined
    ? { value: 1, low: 1, high: 1 }
    : { value: step.value, low: step.low, high: step.high };
}

function logLogInterval(value: number, half: number): Interval {
  const width = half / Math.log(value);
  return { low: value ** Math.exp(-width), high: value ** Math.exp(width) };
}

function plainInterval(value: number, half: number): Interval {
  return { low: Math.max(0, value - value * half), high: Math.min(1, value + value * half) };
}
