import uPlot from 'uplot';
import { ink } from '../../state/appearance.ts';
import { CHART_AXIS_PX, CHART_SYNC, drawnSpan } from '../../state/charts.ts';
import { brush, cursorMs, model } from '../../state/store.ts';
import { goTo } from '../../state/transport.ts';
import { clockTime } from '../../state/words.ts';

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
  draw?: (chart: uPlot) => void;
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
        draw: [drawRuns, (own) => draw?.(own), drawChosen],
        setSelect: [chooseBrush],
        ready: [goOnClick],
      },
    },
    data,
    box,
  );
  return chart;
}

/** Runs of the chaos toolkit: a veil from when each began to its end, between two lines, with its name. */
function drawRuns(chart: uPlot): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const { text, ground } = ink.peek();
  const end = bbox.left + bbox.width;
  ctx.save();
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  for (const { fromMs, untilMs, fault } of model.runs) {
    const left = Math.max(bbox.left, chart.valToPos(fromMs, 'x', true));
    const right = Math.min(end, untilMs === null ? end : chart.valToPos(untilMs, 'x', true));
    if (right < bbox.left || left > end) continue;
    ctx.globalAlpha = 0.22;
    ctx.fillStyle = ground;
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.globalAlpha = 1;
    const width = ctx.measureText(fault).width + 6 * ratio;
    ctx.fillRect(left, bbox.top, width, 15 * ratio);
    ctx.fillStyle = text;
    ctx.fillRect(left, bbox.top, 2 * ratio, bbox.height);
    if (untilMs !== null) ctx.fillRect(right - 2 * ratio, bbox.top, 2 * ratio, bbox.height);
    ctx.fillText(fault, left + 4 * ratio, bbox.top + 2 * ratio);
  }
  ctx.restore();
}

/** The cursor as a line, and what is outside of the brush as a veil. */
function drawChosen(chart: uPlot): void {
  const { ctx, bbox } = chart;
  const at = (timeMs: number): number =>
    Math.min(bbox.left + bbox.width, Math.max(bbox.left, chart.valToPos(timeMs, 'x', true)));
  ctx.save();
  const { value } = brush;
  if (value !== undefined) {
    const [from, until] = [at(value[0]), at(value[1])];
    ctx.fillStyle = ink.peek().ground;
    ctx.globalAlpha = 0.6;
    ctx.fillRect(bbox.left, bbox.top, from - bbox.left, bbox.height);
    ctx.fillRect(until, bbox.top, bbox.left + bbox.width - until, bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillStyle = ink.peek().accent;
    for (const x of [from, until])
      ctx.fillRect(x - devicePixelRatio / 2, bbox.top, devicePixelRatio, bbox.height);
  }
  if (cursorMs.value !== undefined) {
    ctx.fillStyle = ink.peek().text;
    ctx.fillRect(at(cursorMs.value) - devicePixelRatio, bbox.top, 2 * devicePixelRatio, bbox.height);
  }
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

/** Numbers of an axis in the little room that there is: 5k for 5,000. */
function shortTick(value: number): string {
  return value >= 1_000 ? `${value / 1_000}k` : String(value);
}
