import type { Inks, Pen } from '../drawing/pen.ts';

/** Where a chart over time has its plot, in CSS pixels, and where moments (ms since 1970) and numbers lie in it. */
export type Plot = Readonly<{
  left: number;
  top: number;
  width: number;
  height: number;
  xOf: (timeMs: number) => number;
  yOf: (count: number) => number;
}>;

/** What is drawn in a plot, on the screen and in a file. */
export type PlotPaint = (pen: Pen, plot: Plot, inks: Inks) => void;

/** The place of a moment in a plot, at its edge where it is beyond that. */
export function inPlot({ left, width, xOf }: Plot, timeMs: number): number {
  return Math.min(left + width, Math.max(left, xOf(timeMs)));
}
