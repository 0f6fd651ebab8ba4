import { pathOf } from '../panels/drawing/path.ts';
import type { Point } from '../panels/drawing/pen.ts';
import type { Plot, PlotPaint } from '../panels/curve/plot.ts';
import { fan } from './fan.ts';

/** Draws what most futures come to: a band, its middle as a line, and the moment from which they go on. */
export const drawFan: PlotPaint = (pen, plot, { ink, muted, ground }) => {
  const { value } = fan;
  if (value === undefined) return;
  const { fromMs, atMs, low, median, high } = value;
  const way = (counts: Float64Array): Point[] => wayIn(plot, atMs, counts);
  const band = `${pathOf([...way(high), ...way(low).toReversed()])}Z`;
  // Pale upon the curve, and still there beside it.
  pen.shape(band, ground, { alpha: 0.5 });
  pen.shape(band, muted, { alpha: 0.25, outline: { colour: ink, isDashed: true } });
  pen.shape(pathOf(way(median)), 'none', { outline: { colour: ink, width: 2 } });
  pen.rect(plot.xOf(fromMs) - 0.5, plot.top, 1, plot.height, ink);
};

/** A line up to the right edge of a plot, and no higher than it. */
function wayIn({ left, top, width, xOf, yOf }: Plot, atMs: Float64Array, counts: Float64Array): Point[] {
  const right = left + width;
  const all = Array.from(atMs, (at, place) => ({ x: xOf(at), y: Math.max(top, yOf(counts[place]!)) }));
  const beyond = all.findIndex(({ x }) => x > right);
  const [before, after] = [all[beyond - 1], all[beyond]];
  if (before === undefined || after === undefined) return beyond === 0 ? [] : all;
  const share = (right - before.x) / (after.x - before.x);
  return [...all.slice(0, beyond), { x: right, y: before.y + share * (after.y - before.y) }];
}
