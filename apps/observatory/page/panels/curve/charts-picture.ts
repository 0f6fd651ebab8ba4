import { ink } from '../../state/appearance.ts';
import { drawnSpan } from '../../state/charts.ts';
import { clockTime, shortTick } from '../../state/words.ts';
import type { Inks, Paint, Pen } from '../drawing/pen.ts';
import { roundTicks, ticksOf } from '../ticks.ts';
import { drawChosen, drawRuns } from './plot-marks.ts';
import type { Plot, PlotPaint } from './plot.ts';

/** A chart over time for a file: what it counts, up to how many, and what is drawn in it. */
export type ChartPicture = Readonly<{ unit: string; most: number; paint: PlotPaint }>;

const ROOM_PX = { left: 44, right: 10, above: 20, below: 22 } as const;

/** Charts one above the other on one axis of time, with axes, runs of chaos, brush and cursor as on the screen. */
export function chartsPicture(charts: readonly ChartPicture[], above: readonly string[] = []): Paint {
  const span = drawnSpan.peek();
  return (pen, width, height, usual) => {
    // A line of its own colour, as on the screen; other drawings mark with that of their text.
    const inks = { ...usual, accent: ink.peek().accent };
    for (const [line, text] of above.entries()) pen.text(8, 14 * (line + 1), text, inks.ink);
    const head = 14 * above.length;
    const each = (height - head - ROOM_PX.below) / charts.length;
    for (const [place, { unit, most, paint }] of charts.entries()) {
      const box = {
        left: ROOM_PX.left,
        top: head + place * each + ROOM_PX.above,
        width: width - ROOM_PX.left - ROOM_PX.right,
        height: each - ROOM_PX.above,
      };
      const plot = plotIn(box, span, most);
      const { left, top } = box;
      pen.text(left, top - 6, unit, inks.muted);
      drawNumbers(pen, plot, most, inks);
      drawTimes(pen, plot, span, place === charts.length - 1, inks);
      for (const part of [paint, drawRuns, drawChosen]) part(pen, plot, inks);
    }
  };
}

function plotIn(
  box: Omit<Plot, 'xOf' | 'yOf'>,
  [fromMs, untilMs]: readonly [number, number],
  most: number,
): Plot {
  const { left, top, width, height } = box;
  return {
    ...box,
    xOf: (timeMs) => left + ((timeMs - fromMs) / (untilMs - fromMs)) * width,
    yOf: (count) => top + (1 - count / most) * height,
  };
}

function drawNumbers(pen: Pen, { left, width, height, yOf }: Plot, most: number, { muted }: Inks): void {
  for (const tick of roundTicks(most, Math.floor(height / 28))) {
    pen.line(left, yOf(tick), left + width, yOf(tick), { colour: muted, width: 0.25 });
    pen.text(left - 5, yOf(tick) + 4, shortTick(tick), muted, 'right');
  }
}

/** Lines in each chart, and below the last one what they stand for. */
function drawTimes(
  pen: Pen,
  { left, top, width, height, xOf }: Plot,
  span: readonly [number, number],
  hasWords: boolean,
  { muted }: Inks,
): void {
  for (const atMs of ticksOf(...span, Math.floor(width / 90))) {
    const x = xOf(atMs);
    pen.line(x, top, x, top + height, { colour: muted, width: 0.25 });
    // One at the edge would be cut off, or stand upon the unit.
    if (hasWords && x > left + 28 && x < left + width - 20)
      pen.text(x, top + height + 15, clockTime(atMs), muted, 'middle');
  }
  if (hasWords) pen.text(4, top + height + 15, 'h:min:s', muted);
}
