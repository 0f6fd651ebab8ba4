import { effect, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { ink } from '../../state/appearance.ts';
import { nextFrame } from '../../state/next-frame.ts';
import { brush, cursorMs } from '../../state/store.ts';
import { fan } from '../../simulate/fan.ts';
import { timeChart, type TimeChartOptions } from './time-chart.ts';

/** A chart over time in whatever room it is given. `columns` is asked again whenever a signal that it reads has changed. */
export function TimeChartView(
  props: Readonly<{
    options: TimeChartOptions;
    columns: (widthPx: number) => uPlot.AlignedData;
    label: string;
  }>,
): VNode {
  const { options, columns, label } = props;
  const boxRef = useRef<HTMLDivElement>(null);
  const chartRef = useRef<uPlot>(undefined);
  useEffect(() => {
    const box = boxRef.current;
    if (box === null) return undefined;
    const chart = timeChart(box, options, columns(box.clientWidth));
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
    const data = columns(boxRef.current?.clientWidth ?? 0);
    chartRef.current?.setData(data);
  });
  // Not after the next frame, as the hook for signals would have it: paper waits for none.
  useEffect(
    () =>
      effect(() => {
        for (const each of [cursorMs, brush, ink, fan]) void each.value;
        const chart = chartRef.current;
        return chart && nextFrame(() => chart.batch(() => chart.redraw(false)));
      }),
    [],
  );
  return <div class="chart" ref={boxRef} role="img" aria-label={label} />;
}
