import { CODE } from '@pod-contagion/observatory';
import { CONDITIONS } from '@pod-contagion/epidemic';
import { useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { PanelHeader } from '../../shell/panel-header.tsx';
import { ink, isDark } from '../../state/appearance.ts';
import { chartSpan } from '../../state/charts.ts';
import { COLOURS } from '../../state/palette.ts';
import { brush, cursorMs, model, version } from '../../state/store.ts';
import { drawFan } from '../../simulate/draw-fan.ts';
import { fan } from '../../simulate/fan.ts';
import { CurveTable } from './curve-table.tsx';
import { STACK, stackCurve } from './stack.ts';
import { timeChart } from './time-chart.ts';

/** How many of each condition there are over time, one upon the other. */
export function CurvePanel(): VNode {
  const asTable = useSignal(false);
  return (
    <section class="panel curve" aria-label="Curve">
      <PanelHeader title="Conditions over time" view="curve">
        <button
          type="button"
          class="small"
          aria-pressed={asTable.value}
          onClick={() => {
            asTable.value = !asTable.value;
          }}
        >
          as table
        </button>
      </PanelHeader>
      {asTable.value ? <CurveTable /> : <CurveChart />}
    </section>
  );
}

function CurveChart(): VNode {
  const boxRef = useRef<HTMLDivElement>(null);
  const chartRef = useRef<uPlot>(undefined);
  useEffect(() => {
    const box = boxRef.current;
    if (box === null) return undefined;
    const chart = timeChart(box, { series: layers(), draw: drawFan }, dataOf(box));
    chartRef.current = chart;
    const observer = new ResizeObserver(() => {
      chart.setSize({ width: box.clientWidth, height: box.clientHeight });
    });
    observer.observe(box);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, []);
  useSignalEffect(() => {
    void version.value;
    const box = boxRef.current;
    if (box !== null) chartRef.current?.setData(dataOf(box));
  });
  useSignalEffect(() => {
    for (const each of [cursorMs, brush, ink, fan]) void each.value;
    chartRef.current?.redraw(false);
  });
  return (
    <div
      class="chart"
      ref={boxRef}
      role="img"
      aria-label="How many pods are in which condition, over time, stacked. The same as a table: button above."
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

function dataOf(box: HTMLElement): uPlot.AlignedData {
  const { t, sums } = stackCurve(model.timeline.curve, chartSpan.peek(), box.clientWidth);
  return [t, ...sums.toReversed()];
}
