import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { isDark } from '../../state/appearance.ts';
import { lessMotion } from '../../state/store.ts';
import { inksOf } from '../drawing/inks.ts';
import type { Inks } from '../drawing/pen.ts';
import { BAR, MARKED } from './summary-picture.ts';
import type { Summary } from './summary.ts';

const CURVES = [{ dash: [2, 3] }, { dash: [] }] as const;

/** Bars of a distribution, with curves over them. */
export function BarsChart({ summary }: Readonly<{ summary: Summary }>): VNode {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const latest = useRef(summary);
  latest.current = summary;
  const shape = [summary.title, summary.curves.length, isDark.value, lessMotion.value].join();

  // Before the page is seen, or printed.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { clientWidth: width, clientHeight: height } = element;
    const own = new uPlot(optionsOf(latest, inksOf(element), width, height), dataOf(latest.current), element);
    chart.current = own;
    const observer = new ResizeObserver(() =>
      own.setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      own.destroy();
    };
  }, [shape]);
  useEffect(() => chart.current?.setData(dataOf(summary)), [summary]);
  return <div class="bars-chart" ref={box} role="img" aria-label={`${summary.title}: ${inWords(summary)}`} />;
}

function dataOf({ values, counts, curves, markedFrom, step }: Summary): uPlot.AlignedData {
  const isMarked = (value: number): boolean => markedFrom !== undefined && value >= markedFrom;
  return [
    // The middle of each bar.
    values.map((value) => value + (step === 1 ? 0 : step / 2)),
    counts.map((count, bar) => (isMarked(values[bar]!) ? null : count)),
    counts.map((count, bar) => (isMarked(values[bar]!) && count > 0 ? count : null)),
    ...curves.map((curve) => [...curve.counts]),
  ] as uPlot.AlignedData;
}

function optionsOf(
  of: Readonly<{ current: Summary }>,
  inks: Inks,
  width: number,
  height: number,
): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: inks.muted,
    grid: { stroke: inks.muted, width: 0.25 },
    ticks: { show: false },
    font: '11px system-ui',
    labelFont: '11px system-ui',
    labelSize: 16,
    size: 28,
  };
  const bars = uPlot.paths.bars!({ size: [0.85, 60] });
  const outline = inks.outline ?? 'transparent';
  const { title, across, counted, curves } = of.current;
  return {
    width: Math.max(80, width),
    height: Math.max(80, height),
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: {
        time: false,
        range: (_, least, most) => [least - of.current.step * 0.7, most + of.current.step * 0.7],
      },
      y: { range: (_, _least, most) => [0, Math.max(1, most * 1.08)] },
    },
    axes: [
      { ...axis, label: across },
      { ...axis, label: counted, size: 44 },
    ],
    series: [
      {},
      { label: title, fill: BAR, stroke: outline, paths: bars, points: { show: false } },
      { label: 'superspreaders', fill: MARKED, stroke: outline, paths: bars, points: { show: false } },
      ...curves.map(({ name }, index) => ({
        label: name,
        stroke: inks.ink,
        width: 1.5,
        dash: [...(CURVES[index]?.dash ?? [])],
        points: { show: true, size: 5, fill: index === 0 ? inks.ground : inks.ink },
      })),
    ],
  };
}

function inWords({ facts }: Summary): string {
  return facts.map(([name, text]) => `${name} ${text}`).join(', ');
}
