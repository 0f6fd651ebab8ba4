import uPlot from 'uplot';
import { ink } from '../../state/appearance.ts';
import { CHART_AXIS_PX, CHART_SYNC, drawnSpan } from '../../state/charts.ts';
import { brush } from '../../state/store.ts';
import { goTo } from '../../state/transport.ts';
import { clockTime, shortTick } from '../../state/words.ts';
import { canvasPen } from '../drawing/canvas-pen.ts';
import { shownInks } from '../drawing/inks.ts';
import { drawChosen, drawRuns } from './plot-marks.ts';
import type { Plot, PlotPaint } from './plot.ts';

/** What a chart over time adds to what all of them have. */
export type TimeChartOptions = Readonly<{
  series: readonly uPlot.Series[];
  /** The largest that the axis of numbers goes to at least. */
  least?: number;
  /** Whether times are written below it. */
  hasTimes?: boolean;
  bands?: readonly uPlot.Band[];
  /** Further scales of numbers, which have no axis: for series that name one. */
  scales?: uPlot.Scales;
  draw?: PlotPaint;
}>;

const FONT = '11px system-ui, sans-serif';

/** A chart over time, in ms since 1970: crosshair, brush, runs of chaos and the cursor as all of them have. */
export function timeChart(
  box: HTMLElement,
  { series, least = 1, hasTimes = true, bands = [], scales = {}, draw }: TimeChartOptions,
  data: uPlot.AlignedData,
): uPlot {
  const stroke = (): string => ink.peek().quiet;
  const grid = { stroke: (): string => ink.peek().line, width: 1 };
  const chart = new uPlot(
    {
      width: Math.max(50, box.clientWidth),
      height: Math.max(40, box.clientHeight),
      ms: 1,
      legend: { show: false },
      padding: [6, 8, hasTimes ? 0 : 4, 0],
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 4 },
        sync: { key: CHART_SYNC, scales: ['x', null] },
        bind: { dblclick: () => () => null },
      },
      scales: {
        ...scales,
        x: { time: true, range: () => [...drawnSpan.peek()] },
        y: { range: (_, __, most) => [0, Math.max(least, most ?? 0)] },
      },
      axes: [
        {
          show: hasTimes,
          stroke,
          grid,
          ticks: grid,
          font: FONT,
          size: 24,
          gap: 2,
          space: 70,
          values: (_, ticks) => ticks.map(clockTime),
        },
        {
          stroke,
          grid,
          ticks: grid,
          font: FONT,
          size: CHART_AXIS_PX,
          gap: 2,
          space: 24,
          values: (_, ticks) => ticks.map(shortTick),
        },
      ],
      series: [{}, ...series],
      bands: [...bands],
      hooks: {
        draw: [
          (own) =>
            onChart(own, (...on) => {
              for (const paint of [drawRuns, draw, drawChosen]) paint?.(...on);
            }),
        ],
        setSelect: [chooseBrush],
        ready: [goOnClick],
      },
    },
    data,
    box,
  );
  return chart;
}

/** Draws in a chart with a pen, which counts in pixels of the page. */
function onChart(chart: uPlot, paint: PlotPaint): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.scale(ratio, ratio);
  ctx.textBaseline = 'alphabetic';
  const plot: Plot = {
    left: bbox.left / ratio,
    top: bbox.top / ratio,
    width: bbox.width / ratio,
    height: bbox.height / ratio,
    xOf: (timeMs) => chart.valToPos(timeMs, 'x', true) / ratio,
    yOf: (count) => chart.valToPos(count, 'y', true) / ratio,
  };
  paint(canvasPen(ctx), plot, shownInks.peek());
  ctx.restore();
}

/** What was dragged over becomes the brush. */
function chooseBrush(chart: uPlot): void {
  const { left, width } = chart.select;
  if (width < 4) return;
  brush.value = [chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')];
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}

/** A click goes to the moment that was clicked. */
function goOnClick(chart: uPlot): void {
  let downX = 0;
  chart.over.addEventListener('mousedown', (event) => {
    downX = event.clientX;
  });
  chart.over.addEventListener('click', (event) => {
    if (Math.abs(event.clientX - downX) < 4) goTo(chart.posToVal(event.offsetX, 'x'));
  });
}
