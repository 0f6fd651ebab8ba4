import type { VNode } from 'preact';
import uPlot from 'uplot';
import { estimates } from '../../estimates/estimates.ts';
import { ink } from '../../state/appearance.ts';
import { COLOURS } from '../../state/palette.ts';
import { CODE } from '@pod-contagion/observatory';
import type { TimeChartOptions } from '../curve/time-chart.ts';
import { TimeChartView } from '../curve/time-chart-view.tsx';
import { incidenceColumns, LEAST_TOP, reproductionColumns } from './chart-data.ts';
import { drawEdge, drawReproduction } from './drawing.ts';

/** Thin lines, so that the band is there where colours are not. */
const EDGE: uPlot.Series = {
  points: { show: false },
  stroke: () => ink.peek().accent,
  width: 1,
  dash: [2, 3],
};

const REPRODUCTION: TimeChartOptions = {
  least: LEAST_TOP,
  hasTimes: false,
  series: [
    { label: 'R', stroke: () => ink.peek().accent, width: 2, points: { show: false } },
    { ...EDGE, label: 'up to' },
    { ...EDGE, label: 'from' },
  ],
  bands: [{ series: [2, 3], fill: bandFill }],
  draw: drawReproduction,
};

const INCIDENCE: TimeChartOptions = {
  series: [
    {
      label: 'infected',
      fill: () => COLOURS[CODE.symptomatic] ?? 'transparent',
      width: 0,
      points: { show: false },
      paths: uPlot.paths.bars!({ size: [1, Infinity], align: 1, gap: 1 }),
    },
  ],
  draw: drawEdge,
};

/** The accent, so pale that the line is seen; nothing where the system's own colours hold, which have no pale ones. */
function bandFill(): string {
  const { accent } = ink.peek();
  return accent.startsWith('#') ? `${accent}40` : 'transparent';
}

/** The two charts, one above the other on one axis of time. */
export function ReproductionCharts(): VNode {
  return (
    <>
      <TimeChartView
        options={REPRODUCTION}
        columns={() => reproductionColumns(estimates.value?.series)}
        label="Reproduction number over time, with its interval. The same as a table: button above."
      />
      <TimeChartView
        options={INCIDENCE}
        columns={() => incidenceColumns(estimates.value?.incidence)}
        label="How many were infected over time. The same as a table: button above."
      />
    </>
  );
}
