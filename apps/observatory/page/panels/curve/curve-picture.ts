import { CODE } from '@pod-contagion/observatory';
import { drawFan } from '../../simulate/draw-fan.ts';
import { chartSpan } from '../../state/charts.ts';
import { COLOURS } from '../../state/palette.ts';
import { model } from '../../state/store.ts';
import { pathOf } from '../drawing/path.ts';
import type { Paint } from '../drawing/pen.ts';
import { chartsPicture } from './charts-picture.ts';
import type { PlotPaint } from './plot.ts';
import { STACK, stackCurve, type Stacked } from './stack.ts';

/** So many columns are as fine as a slide shows. */
const COLUMNS = 1_000;

/** How many pods were what over time, stacked, and simulated futures where they are shown. */
export function curvePicture(): Paint {
  const stacked = stackCurve(model.timeline.curve, chartSpan.peek(), COLUMNS);
  const most = stacked.sums.at(-1)?.reduce((top, sum) => Math.max(top, sum), 1) ?? 1;
  const paint: PlotPaint = (...on) => {
    drawStack(stacked)(...on);
    drawFan(...on);
  };
  return chartsPicture([{ unit: 'pods', most, paint }]);
}

/** The largest first, as each covers what is below it. */
function drawStack({ t, sums }: Stacked): PlotPaint {
  return (pen, { xOf, yOf }, inks) => {
    const ground = t.map((timeMs) => ({ x: xOf(timeMs), y: yOf(0) }));
    const outline = { colour: inks.outline ?? inks.ground };
    for (const [layer, code] of [...STACK.entries()].toReversed()) {
      if (code === CODE.ended || t.length === 0) continue;
      const line = t.map((timeMs, column) => ({ x: xOf(timeMs), y: yOf(sums[layer]![column]!) }));
      const area = `${pathOf([...line, ground.at(-1)!, ground[0]!])}Z`;
      pen.shape(area, COLOURS[code] ?? inks.muted, { outline });
    }
  };
}
