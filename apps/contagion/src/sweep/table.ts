import type { CellState } from '@pod-contagion/simulator';
import { percent } from '../simulate/texts.ts';
import type { SweepPlan } from './plan.ts';
import { columns, isOpen, labelOf, paceOf, shareOf, valueText } from './texts.ts';

/** A line for each setting: its values, how many runs were alive, and how fast these restart. */
export function tableLines(
  { header: { axes, untilMs, precision } }: Pick<SweepPlan, 'header'>,
  states: readonly CellState[],
): readonly string[] {
  const head = [...axes.map(labelOf), 'alive', 'of runs', 'share', '95 % interval', 'restarts/s', ''];
  const rows = states.map((state) => {
    const { value, low, high } = shareOf(state);
    return [
      ...axes.map((axis, place) => valueText(axis, state.cell.values[place]!)),
      String(state.alive),
      String(state.runs),
      `${percent(value)} %`,
      `${percent(low)} to ${percent(high).padStart(5)} %`,
      paceText(paceOf(state, untilMs)),
      isOpen(state, precision.level) ? '?' : '',
    ];
  });
  return columns([head, ...rows]).map((line) => line.trimEnd());
}

function paceText(pace: number | undefined): string {
  if (pace === undefined) return '-';
  return pace < 100 ? pace.toPrecision(3) : pace.toFixed(0);
}
