import { brush, cursorMs, model } from '../../state/store.ts';
import { widthOf } from '../drawing/pen.ts';
import { inPlot, type PlotPaint } from './plot.ts';

/** Runs of the chaos toolkit: a veil from when each began to its end, between two lines, with its name. */
export const drawRuns: PlotPaint = (pen, plot, { ink, ground }) => {
  const { left, top, width, height, xOf } = plot;
  const end = left + width;
  for (const { fromMs, untilMs, fault } of model.runs) {
    const [from, until] = [inPlot(plot, fromMs), untilMs === null ? end : inPlot(plot, untilMs)];
    if (xOf(untilMs ?? Infinity) < left || xOf(fromMs) > end) continue;
    pen.rect(from, top, until - from, height, ground, 0.22);
    pen.rect(from, top, widthOf(fault) + 6, 15, ground);
    pen.rect(from, top, 2, height, ink);
    if (untilMs !== null) pen.rect(until - 2, top, 2, height, ink);
    pen.text(from + 4, top + 11, fault, ink);
  }
};

/** The cursor as a line, and what is outside of the brush as a veil. */
export const drawChosen: PlotPaint = (pen, plot, { ink, ground, accent }) => {
  const { left, top, width, height } = plot;
  const { value } = brush;
  if (value !== undefined) {
    const [from, until] = [inPlot(plot, value[0]), inPlot(plot, value[1])];
    pen.rect(left, top, from - left, height, ground, 0.6);
    pen.rect(until, top, left + width - until, height, ground, 0.6);
    for (const x of [from, until]) pen.rect(x - 0.5, top, 1, height, accent);
  }
  if (cursorMs.value !== undefined) pen.rect(inPlot(plot, cursorMs.value) - 1, top, 2, height, ink);
};
