import type { Estimate } from './estimate.ts';

/**
 * The reproduction number that goes with a growth rate: 1 / mean of e^(-r g) over generation intervals g, as Wallinga and Lipsitch 2007
 * (doi 10.1098/rspb.2006.3754) have it; exact while numbers grow or fall as e^(r t). It grows with r, so that the interval of r gives one;
 * how well the intervals are known is not in it. `perSecond` in 1/s, intervals in ms; undefined where there are none.
 */
export function reproductionOfGrowth(
  perSecond: Estimate,
  intervalsMs: ArrayLike<number>,
): Estimate | undefined {
  if (intervalsMs.length === 0) return undefined;
  const of = (rate: number): number => {
    let sum = 0;
    for (let place = 0; place < intervalsMs.length; place++) {
      sum += Math.exp((-rate * intervalsMs[place]!) / 1_000);
    }
    return intervalsMs.length / sum;
  };
  return { value: of(perSecond.value), low: of(perSecond.low), high: of(perSecond.high) };
}
