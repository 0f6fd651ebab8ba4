import { estimates } from '../../estimates/estimates.ts';
import { CODE } from '@pod-contagion/observatory';
import { COLOURS } from '../../state/palette.ts';
import { timeSpan } from '../../state/words.ts';
import { chartsPicture } from '../curve/charts-picture.ts';
import { inPlot, type PlotPaint } from '../curve/plot.ts';
import { pathOf } from '../drawing/path.ts';
import type { Paint, Point } from '../drawing/pen.ts';
import { LEAST_TOP, reproductionColumns, topOf, type Columns } from './chart-data.ts';
import { drawIncidence, drawReproduction, shownIncidence } from './drawing.ts';
import { bars, chosenBars } from './incidence-choice.ts';
import { readings } from './sentences.ts';

/** Of what is told above the charts so much has room. */
const TOLD = 2;

/** How many each infects, with the band that holds it, above how many are infected. */
export function reproductionPicture(): Paint {
  const { value } = estimates;
  const series = value?.series;
  const incidence = shownIncidence();
  const binMs = chosenBars(value, bars.peek())?.binMs;
  const verb = bars.peek() === 'symptoms' ? 'fell ill' : 'infected';
  return chartsPicture(
    [
      {
        unit: 'R: how many one infects, and the band that holds it with 95 %',
        most: series === undefined ? LEAST_TOP : topOf(series),
        paint: (...on) => {
          drawSeries(reproductionColumns(series))(...on);
          drawReproduction(...on);
        },
      },
      {
        unit: binMs === undefined ? verb : `pods ${verb} in ${timeSpan(binMs)}`,
        most: mostOf(incidence[1]),
        paint: (...on) => {
          drawBars(incidence)(...on);
          drawIncidence(...on);
        },
      },
    ],
    [readings(value).slice(0, TOLD).join(' · ')],
  );
}

/** The line, and its band between two edges, so that it is there where colours are not; with gaps where nothing is known. */
function drawSeries([t, value = [], high = [], low = []]: Columns): PlotPaint {
  return (pen, { xOf, yOf }, { accent }) => {
    let part: number[] = [];
    const way = (column: readonly (number | null)[]): Point[] =>
      part.map((point) => ({ x: xOf(t[point]!), y: yOf(column[point]!) }));
    const drawPart = (): void => {
      const [upper, lower] = [way(high), way(low)];
      pen.shape(`${pathOf([...upper, ...lower.toReversed()])}Z`, accent, { alpha: 0.25 });
      for (const edge of [upper, lower])
        pen.shape(pathOf(edge), 'none', { outline: { colour: accent, isDashed: true } });
      pen.shape(pathOf(way(value)), 'none', { outline: { colour: accent, width: 2 } });
    };
    for (let point = 0; point <= t.length; point++) {
      const isKnown = [value, high, low].every((column) => typeof column[point] === 'number');
      if (isKnown) part.push(point);
      else if (part.length > 0) {
        drawPart();
        part = [];
      }
    }
  };
}

/** A bar a bin, and the line that adds them up, on a scale of its own. */
function drawBars([t, counts = [], sums = []]: Columns): PlotPaint {
  return (pen, plot, { ink }) => {
    const { top, height, yOf } = plot;
    const all = mostOf(sums);
    const steps: Point[] = [];
    for (const [bin, fromMs] of t.entries()) {
      const [from, until] = [inPlot(plot, fromMs), inPlot(plot, t[bin + 1] ?? fromMs)];
      const count = counts[bin] ?? 0;
      const wide = Math.max(0.5, until - from - 1);
      if (count > 0) pen.rect(from, yOf(count), wide, yOf(0) - yOf(count), COLOURS[CODE.symptomatic]!);
      const sum = sums[bin];
      if (typeof sum !== 'number') continue;
      const y = top + (1 - sum / all) * height;
      steps.push({ x: from, y }, { x: until, y });
    }
    if (steps.length > 0) pen.shape(pathOf(steps), 'none', { outline: { colour: ink, width: 2 } });
  };
}

function mostOf(column: readonly (number | null)[] = []): number {
  return column.reduce<number>((most, count) => Math.max(most, count ?? 0), 1);
}
