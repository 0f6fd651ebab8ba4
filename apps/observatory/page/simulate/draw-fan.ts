import type uPlot from 'uplot';
import { ink } from '../state/appearance.ts';
import { fan } from './fan.ts';

/** Draws what most futures come to: a band, its middle as a line, and the moment from which they go on. */
export function drawFan(chart: uPlot): void {
  const { value } = fan;
  if (value === undefined) return;
  const { ctx, bbox } = chart;
  const { fromMs, atMs, low, median, high } = value;
  const x = (timeMs: number): number => chart.valToPos(timeMs, 'x', true);
  const y = (count: number): number => chart.valToPos(count, 'y', true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.beginPath();
  for (const [index, at] of atMs.entries()) ctx.lineTo(x(at), y(high[index]!));
  for (let index = atMs.length - 1; index >= 0; index--) ctx.lineTo(x(atMs[index]!), y(low[index]!));
  ctx.closePath();
  // Pale upon the curve, and still there beside it.
  ctx.fillStyle = ink.peek().ground;
  ctx.globalAlpha = 0.5;
  ctx.fill();
  ctx.fillStyle = ink.peek().quiet;
  ctx.globalAlpha = 0.25;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = ink.peek().text;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 2 * devicePixelRatio]);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  for (const [index, at] of atMs.entries()) ctx.lineTo(x(at), y(median[index]!));
  ctx.stroke();
  ctx.fillStyle = ink.peek().text;
  ctx.fillRect(x(fromMs) - devicePixelRatio / 2, bbox.top, devicePixelRatio, bbox.height);
  ctx.restore();
}
