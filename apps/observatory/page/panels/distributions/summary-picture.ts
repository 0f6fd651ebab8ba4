import type { Paint, Pen } from '../drawing/pen.ts';
import { roundTicks } from '../ticks.ts';
import type { Summary } from './summary.ts';

/** Bars, those that are marked, and how lines of the models are drawn, on the screen and in a file. */
export const BAR = '#56b4e9';
export const MARKED = '#d55e00';

/** What it says of the lines. */
export const CURVES_TEXT = '○ ┄ Poisson of that mean, ● ─ negative binomial';

const AXIS_PX = { left: 44, below: 40, above: 10 } as const;
const FACTS_PX = 232;
const LINE_PX = 15;
const LEAST_PLOT_PX = 120;
const DOT_PX = 2.5;

/** Of a bar's width, and no wider than this. */
const BAR_SHARE = 0.85;
const MOST_BAR_PX = 60;

/** A distribution with its axes, curves and numbers, for any pen. */
export function summaryPicture(summary: Summary): Paint {
  return (pen, width, height, inks) => {
    const { values, step, counts, curves, markedFrom, across, counted, facts } = summary;
    if (values.length === 0) return;
    const hasFacts = width >= AXIS_PX.left + LEAST_PLOT_PX + FACTS_PX;
    const plotWidth = width - AXIS_PX.left - (hasFacts ? FACTS_PX : 0);
    const bottom = height - AXIS_PX.below;
    const most = Math.max(1, ...counts, ...curves.flatMap((curve) => curve.counts));
    const barPx = plotWidth / values.length;
    const middleOf = (bar: number): number => AXIS_PX.left + (bar + 0.5) * barPx;
    const yOf = (count: number): number => bottom - (count / (most * 1.08)) * (bottom - AXIS_PX.above);

    for (const tick of roundTicks(most, Math.floor((bottom - AXIS_PX.above) / 28))) {
      pen.line(AXIS_PX.left, yOf(tick), AXIS_PX.left + plotWidth, yOf(tick), {
        colour: inks.muted,
        width: 0.25,
      });
      pen.text(AXIS_PX.left - 5, yOf(tick) + 4, String(tick), inks.muted, 'right');
    }
    const wide = Math.min(MOST_BAR_PX, BAR_SHARE * barPx);
    for (const [bar, count] of counts.entries()) {
      if (count === 0) continue;
      const isMarked = markedFrom !== undefined && values[bar]! >= markedFrom;
      const [left, top] = [middleOf(bar) - wide / 2, yOf(count)];
      const edge = inks.outline === undefined || wide < 3 ? 0 : 1;
      if (edge > 0) pen.rect(left, top, wide, bottom - top, inks.outline!);
      const tall = Math.max(0, bottom - top - 2 * edge);
      pen.rect(left + edge, top + edge, wide - 2 * edge, tall, isMarked ? MARKED : BAR);
    }
    for (const [index, { counts: expected }] of curves.entries()) {
      const stroke = { colour: inks.ink, width: 1.5, isDashed: index === 0 };
      for (let bar = 1; bar < expected.length; bar++) {
        pen.line(middleOf(bar - 1), yOf(expected[bar - 1]!), middleOf(bar), yOf(expected[bar]!), stroke);
      }
      for (const [bar, count] of expected.entries()) {
        pen.circle(middleOf(bar), yOf(count), DOT_PX, index === 0 ? inks.ground : inks.ink, {
          colour: inks.ink,
        });
      }
    }
    // Where a bar is one value that stands below its middle, else below its left edge, where it begins.
    const [first, last] = [values[0]!, values.at(-1)!];
    for (const tick of roundTicks(last, Math.max(1, Math.floor(plotWidth / 50)))) {
      const bar = (tick - first) / step - (step === 1 ? 0 : 0.5);
      if (tick >= first) pen.text(middleOf(bar), bottom + 14, String(tick), inks.muted, 'middle');
    }
    pen.text(AXIS_PX.left + plotWidth / 2, bottom + 32, `${across} · up: ${counted}`, inks.muted, 'middle');
    if (hasFacts) {
      const lines = facts.map(([name, text]) => `${name}: ${text}`);
      if (curves.length > 0) lines.push(...CURVES_TEXT.split(', '));
      writeLines(pen, AXIS_PX.left + plotWidth + 14, AXIS_PX.above + LINE_PX, lines, inks.ink);
    }
  };
}

function writeLines(pen: Pen, x: number, y: number, lines: readonly string[], colour: string): void {
  for (const [place, line] of lines.entries()) pen.text(x, y + place * LINE_PX, line, colour);
}
