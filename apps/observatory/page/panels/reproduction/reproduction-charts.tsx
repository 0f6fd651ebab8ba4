import type { VNode } from 'preact';
import uPlot from 'uplot';
import { estimates } from '../../estimates/estimates.ts';
import { ink } from '../../state/appearance.ts';
import { COLOURS } from '../../state/palette.ts';
import { CODE } from '@pod-contagion/observatory';
import type { TimeChartOptions } from '../curve/time-chart.ts';
import { TimeChartView } from '../curve/time-chart-view.tsx';
import { LEAST_TOP, reproductionColumns } from './chart-data.ts';
import { drawIncidence, drawReproduction, shownIncidence, TOTAL_SCALE } from './drawing.ts';
import { bars, BARS, total } from './incidence-choice.ts';

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
    {
      label: 'in all',
      scale: TOTAL_SCALE,
      stroke: () => ink.peek().text,
      width: 2,
      points: { show: false },
      paths: uPlot.paths.stepped!({ align: 1 }),
    },
  ],
  scales: { [TOTAL_SCALE]: { range: (_, __, most) => [0, Math.max(1, most ?? 0)] } },
  draw: drawIncidence,
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
        columns={shownIncidence}
        label={`How many ${bars.value === 'symptoms' ? 'fell ill' : 'were infected'} over time. The same as a table: button above.`}
      />
    </>
  );
}

/** What the bars are counted by, and whether a line adds them up. */
export function IncidenceChoice(): VNode {
  return (
    <span class="bars-choice">
      <label>
        bars by{' '}
        <select
          value={bars.value}
          onChange={({ currentTarget }) => {
            bars.value = BARS.find((each) => each === currentTarget.value) ?? bars.value;
          }}
        >
          {BARS.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>{' '}
      <label>
        <input
          type="checkbox"
          checked={total.value === 'on'}
          onChange={({ currentTarget }) => {
            total.value = currentTarget.checked ? 'on' : 'off';
          }}
        />
        in all
      </label>
    </span>
  );
}
