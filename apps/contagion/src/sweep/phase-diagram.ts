import type { Axis, CellState } from '@pod-contagion/simulator';
import { percent } from '../simulate/texts.ts';
import type { SweepPlan } from './plan.ts';
import { columns, isOpen, labelOf, shareOf, valueText } from './texts.ts';

/** Two axes as rows and columns, with the share of runs alive in per cent where they meet. */
export function diagramLines(
  { header: { precision } }: Pick<SweepPlan, 'header'>,
  [down, across]: readonly [Axis, Axis],
  states: readonly CellState[],
): readonly string[] {
  const head = ['', ...across.values.map((value) => `${valueText(across, value)} `)];
  const rows = down.values.map((value, row) => [
    valueText(down, value),
    ...across.values.map((_, column) => {
      const state = states[row * across.values.length + column]!;
      return `${percent(shareOf(state).value)}${isOpen(state, precision.level) ? '?' : ' '}`;
    }),
  ]);
  return [
    `per cent of runs alive; down: ${labelOf(down)}, across: ${labelOf(across)}`,
    ...columns([head, ...rows]).map((line) => line.trimEnd()),
  ];
}
