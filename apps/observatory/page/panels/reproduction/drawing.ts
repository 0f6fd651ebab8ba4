import type uPlot from 'uplot';
import { estimates } from '../../estimates/estimates.ts';
import { ink } from '../../state/appearance.ts';
import { cohortMarks } from './chart-data.ts';

/** From one line of a hatching to the next, in pixels of the page. */
const HATCH_PX = 6;
const DOT_PX = 2.5;

/** What a chart of reproduction numbers has besides its line: the line at 1, cohorts, and the edge that is not known yet. */
export function drawReproduction(chart: uPlot): void {
  drawOne(chart);
  drawCohorts(chart);
  drawEdge(chart);
}

/** The scale of the line that adds bars up. */
export const TOTAL_SCALE = 'total';

/** What the chart of bars has besides: the edge that is not known yet, and at the end of the line how many there are in all. */
export function drawIncidence(chart: uPlot): void {
  drawEdge(chart);
  const sum = chart.data[2]?.at(-1);
  if (typeof sum !== 'number') return;
  const { ctx, bbox } = chart;
  const { text, ground } = ink.peek();
  const ratio = devicePixelRatio;
  const words = `${sum.toLocaleString('en')} in all`;
  const end = chart.valToPos(chart.data[0].at(-1) ?? 0, 'x', true);
  ctx.save();
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'top';
  const width = ctx.measureText(words).width + 4 * ratio;
  // Below the line, which ends at the top.
  const right = Math.max(bbox.left + width, Math.min(bbox.left + bbox.width, end));
  const top = bbox.top + 4 * ratio;
  ctx.globalAlpha = 0.8;
  ctx.fillStyle = ground;
  ctx.fillRect(right - width, top, width, 13 * ratio);
  ctx.globalAlpha = 1;
  ctx.fillStyle = text;
  ctx.fillText(words, right - 2 * ratio, top + ratio);
  ctx.restore();
}

/** The end of what is known, hatched. */
function drawEdge(chart: uPlot): void {
  const { ctx, bbox } = chart;
  const completeUntilMs = estimates.peek()?.completeUntilMs ?? Infinity;
  if (completeUntilMs === Infinity) return;
  const right = bbox.left + bbox.width;
  const left = Math.max(bbox.left, chart.valToPos(completeUntilMs, 'x', true));
  if (left >= right) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, right - left, bbox.height);
  ctx.clip();
  ctx.strokeStyle = ink.peek().quiet;
  ctx.globalAlpha = 0.5;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  for (let x = left - bbox.height; x < right; x += HATCH_PX * devicePixelRatio) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}

/** Between growing and dying. */
function drawOne(chart: uPlot): void {
  const { ctx, bbox } = chart;
  const y = chart.valToPos(1, 'y', true);
  ctx.save();
  ctx.strokeStyle = ink.peek().text;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

function drawCohorts(chart: uPlot): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.fillStyle = ink.peek().text;
  ctx.strokeStyle = ink.peek().text;
  ctx.lineWidth = devicePixelRatio;
  for (const { atMs, value, isOpen } of cohortMarks(estimates.peek()?.cohorts)) {
    const [x, y] = [chart.valToPos(atMs, 'x', true), Math.max(bbox.top, chart.valToPos(value, 'y', true))];
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.arc(x, y, DOT_PX * devicePixelRatio, 0, 2 * Math.PI);
    if (isOpen) ctx.stroke();
    else ctx.fill();
  }
  ctx.restore();
}
