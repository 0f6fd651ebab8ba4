import { CODE } from '@pod-contagion/observatory';
import { CONDITIONS } from '@pod-contagion/epidemic';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { PanelHeader } from '../../shell/panel-header.tsx';
import { ink, isDark } from '../../state/appearance.ts';
import { chartSpan } from '../../state/charts.ts';
import { COLOURS } from '../../state/palette.ts';
import { model, version } from '../../state/store.ts';
import { drawFan } from '../../simulate/draw-fan.ts';
import { useOffer } from '../use-offer.ts';
import { curvePicture } from './curve-picture.ts';
import { isTable, showTable } from '../tables/shown-tables.ts';
import { CurveTable } from './curve-table.tsx';
import { STACK, stackCurve } from './stack.ts';
import { TimeChartView } from './time-chart-view.tsx';

const TITLE = 'Conditions over time';

/** How many of each condition there are over time, one upon the other. */
export function CurvePanel(): VNode {
  const asTable = isTable('curve');
  const place = useRef<HTMLElement>(null);
  useOffer({ name: 'curve', title: TITLE, place, paint: curvePicture });
  return (
    <section class="panel curve" aria-label="Curve" ref={place}>
      <PanelHeader title={TITLE} view="curve">
        <button
          type="button"
          class="small"
          aria-pressed={asTable}
          onClick={() => showTable('curve', !asTable)}
        >
          as table
        </button>
      </PanelHeader>
      {asTable ? <CurveTable /> : <CurveChart />}
    </section>
  );
}

function CurveChart(): VNode {
  return (
    <TimeChartView
      options={{ series: layers(), draw: drawFan }}
      columns={columns}
      label="How many pods are in which condition, over time, stacked. The same as a table: button above."
    />
  );
}

/** The largest first, as each covers what is below it. */
function layers(): uPlot.Series[] {
  return STACK.toReversed().map((code) => ({
    label: CONDITIONS[code] ?? '',
    fill: () => (code === CODE.ended ? 'transparent' : (COLOURS[code] ?? 'transparent')),
    stroke: () => (isDark.peek() && code !== CODE.ended ? ink.peek().ground : ink.peek().outline),
    width: 1,
    points: { show: false },
  }));
}

function columns(widthPx: number): uPlot.AlignedData {
  void version.value;
  const { t, sums } = stackCurve(model.timeline.curve, chartSpan.peek(), widthPx);
  return [t, ...sums.toReversed()];
}
