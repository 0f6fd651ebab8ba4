import t from 'tap';
import { cohortOf } from '../../../../page/panels/distributions/cohort.ts';
import { offspringSummary } from '../../../../page/panels/distributions/offspring-summary.ts';
import {
  generationsSummary,
  intervalSummary,
  livesSummary,
} from '../../../../page/panels/distributions/other-summaries.ts';
import { barsOf } from '../../../../page/panels/distributions/summary.ts';
import { summaryTable } from '../../../../page/panels/distributions/summary-table.ts';
import { negativeBinomial, shareOfTop } from '../../../../page/panels/offspring.ts';
import { poisson, superspreadingFrom } from '../../../../page/panels/superspreading.ts';
import { followed, knowing } from '../../testing/followed.ts';

const SPAN = { fromMs: -Infinity, untilMs: Infinity, strain: undefined, settledUntilMs: Infinity };
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

t.test('offspring of all and those from outside are all infections', (t) => {
  const { infections } = followed(40, 60);
  const { offspring, roots, rows, unended } = cohortOf(infections, SPAN);
  t.equal(sum([...offspring]) + roots, infections.length);
  t.equal(rows.length + unended, infections.length);
  const summary = offspringSummary(cohortOf(infections, SPAN));
  t.equal(sum(summary.counts), rows.length);
  for (const { counts } of summary.curves) t.ok(Math.abs(sum(counts) / rows.length - 1) < 0.02);
  t.equal(summaryTable(summary).columns.length, 4);
  t.end();
});

t.test('chances of models sum up to one, and have the mean that was asked for', (t) => {
  for (const chances of [
    poisson(1.7, 60),
    negativeBinomial(1.7, 0.4, 400),
    negativeBinomial(1.7, Infinity, 60),
  ]) {
    t.ok(Math.abs(sum(chances) - 1) < 1e-9);
    t.ok(Math.abs(sum(chances.map((chance, value) => chance * value)) - 1.7) < 1e-6);
  }
  // qpois(0.99, 1) and qpois(0.99, 2.5) of R.
  t.equal(superspreadingFrom(1), 4);
  t.equal(superspreadingFrom(2.5), 7);
  t.equal(shareOfTop([0, 0, 0, 0, 5, 5, 0, 0, 0, 0], 0.2), 1);
  t.equal(shareOfTop([1, 1, 1, 1, 1], 0.2), 0.2);
  t.ok(Number.isNaN(shareOfTop([0, 0], 0.2)));
  t.end();
});

t.test('intervals are those of infectors that are over', (t) => {
  const { infections } = knowing([
    { parent: -1, at: 1_000, ill: 2_000, end: 6_000 },
    { parent: 0, at: 3_000, ill: 4_000 },
    { parent: 0, at: 5_000, ill: 6_000 },
    { parent: 1, at: 7_000 },
  ]);
  const summary = intervalSummary(infections, cohortOf(infections, SPAN));
  t.equal(sum(summary.counts), 2);
  t.same(summary.facts[0], ['intervals', '2']);
  t.match(summary.facts[1]?.[1], /^3\.00 s/);
  t.same(summary.facts[3], ['shortest', '2.00 s']);
  t.end();
});

t.test(
  'where no podder can be asked, those are left out of which it may not be known whom they infected',
  (t) => {
    // Who is infected tells at its end: what the second of these infected last is not known yet.
    const { infections } = knowing([
      { parent: -1, at: 0, ill: 1_000, end: 4_000 },
      { parent: 0, at: 1_500, ill: 2_500, end: 5_500 },
      { parent: 0, at: 3_500, ill: 4_500, end: 7_500 },
      { parent: 1, at: 3_000, ill: 4_000, end: 7_000 },
      { parent: 2, at: 5_000, ill: 6_000, end: 9_000 },
      { parent: 3, at: 4_600 },
    ]);
    const late = cohortOf(infections, { ...SPAN, settledUntilMs: 2_000 });
    t.same([...late.rows], [0, 1]);
    t.match(late, { unended: 1, unsettled: 3, infections: 6, roots: 1 });
    const offspring = offspringSummary(late);
    t.same(offspring.facts[0], ['infections that are over', '2']);
    t.match(offspring.facts[1]?.[1], /^1\.50/, 'more than of all, of whom most seem to have infected few');
    const why =
      '1 that are still ill and 3 of which it may not be known yet whom they infected, as no podder can be asked, are left out';
    t.equal(offspring.note, why);
    const interval = intervalSummary(infections, late);
    t.same(interval.facts[0], ['intervals', '3']);
    t.ok(interval.note.endsWith(`; ${why}`), interval.note);
    t.equal(offspringSummary(cohortOf(infections, SPAN)).note, '1 that are still ill are left out');
    t.end();
  },
);

t.test('every life and every infection is in a bar', (t) => {
  const model = followed(40, 60);
  const moment = model.timeline.at(model.tMs)!;
  t.equal(sum(livesSummary(moment).counts), 40);
  const generations = generationsSummary(model, SPAN);
  t.equal(sum(generations.counts), model.infections.length);
  t.ok(generations.values.length <= 60);
  t.same(barsOf([], 1), { values: [], step: 1, counts: [] });
  t.same(barsOf([0, 119], 1).step, 2);
  t.end();
});
