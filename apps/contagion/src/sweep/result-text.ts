import { AXES, compareCells, type Axis, type CellState } from '@pod-contagion/simulator';
import { percent } from '../simulate/texts.ts';
import { diagramLines } from './phase-diagram.ts';
import type { SweepPlan } from './plan.ts';
import { tableLines } from './table.ts';
import { baselineOf } from './baseline.ts';
import { isOpen, paceOf, shareOf, sweepCaption, valueOf } from './texts.ts';

/** What is known in the end, for people or as JSON. */
export function resultText(plan: SweepPlan, states: readonly CellState[]): string {
  const lines = plan.json
    ? states.map((state) => JSON.stringify(lineOf(plan, state, states)))
    : readable(plan, states);
  return `${lines.join('\n')}\n`;
}

function readable(plan: SweepPlan, states: readonly CellState[]): readonly string[] {
  const { axes, precision } = plan.header;
  const { baseline } = plan;
  const [down, across, third] = axes;
  const isDiagram =
    down !== undefined && across !== undefined && third === undefined && baseline === undefined;
  const open = states.filter((state) => isOpen(state, precision.level)).length;
  const sum = (of: 'runs' | 'alive'): number => states.reduce((total, state) => total + state[of], 0);
  return [
    sweepCaption(plan),
    ...(isDiagram ? diagramLines(plan, [down, across], states) : tableLines(plan, states)),
    `${states.length} settings, ${sum('runs')} runs, ${sum('alive')} alive${
      open === 0 ? '' : `; ? at ${open}: the 95 % interval holds ${percent(precision.level)} %`
    }`,
  ];
}

/** A cell as a line has it: null for the pace of runs of which none lives. */
function lineOf(plan: SweepPlan, state: CellState, states: readonly CellState[]): object {
  const { axes, untilMs } = plan.header;
  const { value, low, high } = shareOf(state);
  const baseline = baselineOf(plan, states);
  return {
    ...Object.fromEntries(
      axes.map((axis, place) => [fieldOf(axis), valueOf(axis, state.cell.values[place]!)]),
    ),
    runs: state.runs,
    alive: state.alive,
    share: value,
    low,
    high,
    restartsPerSecond: paceOf(state, untilMs) ?? null,
    ...(baseline === undefined ? {} : differenceFields(state, baseline)),
  };
}

function differenceFields(state: CellState, baseline: CellState): object {
  const { pairs, difference, p } = compareCells(state, baseline);
  const { value, low, high } = difference;
  return { pairs, difference: value, differenceLow: low, differenceHigh: high, p };
}

/** `symptomDelayMs` of `symptom-delay`. */
function fieldOf({ name }: Axis): string {
  const camel = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return AXES[name].unit === 'ms' ? `${camel}Ms` : camel;
}
