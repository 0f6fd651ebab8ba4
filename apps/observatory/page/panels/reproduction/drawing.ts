import { estimates } from '../../estimates/estimates.ts';
import { inPlot, type PlotPaint } from '../curve/plot.ts';
import { widthOf } from '../drawing/pen.ts';
import { cohortMarks, incidenceColumns } from './chart-data.ts';
import { bars, chosenBars, total } from './incidence-choice.ts';

/** From one line of a hatching to the next, in pixels of the page. */
const HATCH_PX = 6;
const DOT_PX = 2.5;

/** What a chart of reproduction numbers has besides its line: the line at 1, cohorts, and the edge that is not known yet. */
export const drawReproduction: PlotPaint = (...on) => {
  drawOne(...on);
  drawCohorts(...on);
  drawEdge(...on);
};

/** The scale of the line that adds bars up. */
export const TOTAL_SCALE = 'total';

/** What is chosen to be seen of incidence, as uPlot takes it. */
export function shownIncidence(): ReturnType<typeof incidenceColumns> {
  const chosen = chosenBars(estimates.value, bars.value);
  // Whether those that are forgotten ever fell ill is not known.
  const before = bars.value === 'exposure' ? estimates.value?.forgotten : 0;
  return incidenceColumns(chosen, total.value === 'on', before);
}

/** What the chart of bars has besides: the edge that is not known yet, and at the end of the line how many there are in all. */
export const drawIncidence: PlotPaint = (pen, plot, inks) => {
  drawEdge(pen, plot, inks);
  const [times, , sums] = shownIncidence();
  const sum = sums?.at(-1);
  if (typeof sum !== 'number') return;
  const words = `${isOfKept() ? 'at least ' : ''}${sum.toLocaleString('en')} in all`;
  const width = widthOf(words) + 4;
  // Below the line, which ends at the top.
  const right = Math.max(plot.left + width, inPlot(plot, times.at(-1) ?? 0));
  pen.rect(right - width, plot.top + 4, width, 13, inks.ground, 0.8);
  pen.text(right - 2, plot.top + 14, words, inks.ink, 'right');
};

/** Whether those that are forgotten are not in the sum: of a strain, or of those that fell ill, nobody knows how many they were. */
function isOfKept(): boolean {
  const { isCut = false, isLeast = false } = estimates.peek() ?? {};
  return isLeast || (isCut && bars.peek() !== 'exposure');
}

/** The end of what is known, hatched. */
const drawEdge: PlotPaint = (pen, plot, { muted }) => {
  const { top, width, height } = plot;
  const right = plot.left + width;
  const left = inPlot(plot, estimates.peek()?.completeUntilMs ?? Infinity);
  const bottom = top + height;
  for (let x = left - height; x < right; x += HATCH_PX) {
    // Lines that lean as far as the plot is high, cut off at its edges.
    const [from, until] = [Math.max(left, x), Math.min(right, x + height)];
    if (from < until) {
      pen.line(from, bottom - (from - x), until, bottom - (until - x), { colour: muted, alpha: 0.5 });
    }
  }
};

/** Between growing and dying. */
const drawOne: PlotPaint = (pen, { left, width, yOf }, { ink }) => {
  pen.line(left, yOf(1), left + width, yOf(1), { colour: ink, isDashed: true });
};

const drawCohorts: PlotPaint = (pen, { left, top, width, xOf, yOf }, { ink }) => {
  for (const { atMs, value, isOpen } of cohortMarks(estimates.peek()?.cohorts)) {
    const [x, y] = [xOf(atMs), Math.max(top, yOf(value))];
    if (x < left || x > left + width) continue;
    pen.circle(x, y, DOT_PX, isOpen ? 'transparent' : ink, { colour: ink });
  }
};
