import { histogramOf, summariseOffspring } from '@pod-contagion/simulator/statistics';
import { negativeBinomial, shareOfTop } from '../offspring.ts';
import { poisson, superspreadingFrom } from '../superspreading.ts';
import { leftOutText, type Cohort } from './cohort.ts';
import { digits, type Summary } from './summary.ts';

/** How many others each infection caused, beside what chance alone would do. */
export function offspringSummary(cohort: Cohort): Summary {
  const { rows, offspring } = cohort;
  const each = Uint32Array.from(rows, (row) => offspring[row]!);
  const histogram = histogramOf(each);
  const { cases, mean, variance, dispersion } = summariseOffspring(histogram);
  const k = dispersion.byLikelihood;
  const bars = histogram.length + 2;
  const many = superspreadingFrom(mean);
  const superspreaders = each.reduce((count, of) => count + (of > many ? 1 : 0), 0);
  const isKnown = cases > 0 && mean > 0;
  return {
    title: 'offspring',
    across: 'how many others an infection caused',
    counted: 'infections that are over',
    values: Array.from({ length: bars }, (_, value) => value),
    step: 1,
    counts: Array.from({ length: bars }, (_, value) => histogram[value] ?? 0),
    curves: isKnown
      ? [
          { name: 'Poisson', counts: poisson(mean, bars).map((chance) => chance * cases) },
          {
            name: 'negative binomial',
            counts: negativeBinomial(mean, k.value, bars).map((chance) => chance * cases),
          },
        ]
      : [],
    markedFrom: many + 1,
    facts: [
      ['infections that are over', `${cases}`],
      ['mean, R of them', digits(mean)],
      ['variance', digits(variance)],
      [
        'dispersion k',
        Number.isFinite(k.value)
          ? `${digits(k.value)} (${digits(k.low)} to ${digits(k.high)})`
          : '∞: as even as chance, or more so',
      ],
      ['by the top 20 %', `${digits(100 * shareOfTop(each, 0.2))} % of infections`],
      [`superspreaders, > ${many}`, `${superspreaders}`],
    ],
    note: leftOutText(cohort),
  };
}
