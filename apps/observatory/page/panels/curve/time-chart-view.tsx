import { effect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { ink } from '../../state/appearance.ts';
import { nextFrame } from '../../state/next-frame.ts';
import { brush, cursorMs } from '../../state/store.ts';
import { fan } from '../../simulate/fan.ts';
import { timeChart, type TimeChartOptions } from './time-chart.ts';

/** Numbers that change all the time are drawn so often, in ms: what they move by in it is a few pixels at most. */
const DATA_EVERY_MS = 200;

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
  // Not after the next frame, as the hook for signals would have it: paper waits for none.
  useEffect(() => {
    let data: uPlot.AlignedData | undefined;
    let dataAtMs = -Infinity;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let leave: (() => void) | undefined;
    const draw = (): void => {
      leave = undefined;
      chartRef.current?.batch((chart: uPlot) => {
        if (data === undefined) return chart.redraw(false);
        chart.setData(data);
        dataAtMs = performance.now();
      });
      data = undefined;
    };
    const drawSoon = (): void => {
      leave ??= nextFrame(draw);
    };
    const drawLater = (waitMs: number): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        drawSoon();
      }, waitMs);
    };
    const stops = [
      effect(() => {
        data = columns(boxRef.current?.clientWidth ?? 0);
        const waitMs = dataAtMs + DATA_EVERY_MS - performance.now();
        if (waitMs > 0) drawLater(waitMs);
        else drawSoon();
      }),
      effect(() => {
        for (const each of [cursorMs, brush, ink, fan]) void each.value;
        drawSoon();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
      leave?.();
    };
  }, []);
  return <div class="chart" ref={boxRef} role="img" aria-label={label} />;
}
