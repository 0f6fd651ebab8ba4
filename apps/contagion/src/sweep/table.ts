import { compareCells, type CellState } from '@pod-contagion/simulator';
import { percent } from '../simulate/texts.ts';
import { baselineOf } from './baseline.ts';
import type { SweepPlan } from './plan.ts';
import { columns, isOpen, labelOf, paceOf, shareOf, valueText } from './texts.ts';

/** A line for each setting: its values, how many runs were alive, and how fast these restart. */
export function tableLines(
  { header: { axes, untilMs, precision }, baseline: values }: Pick<SweepPlan, 'header' | 'baseline'>,
  states: readonly CellState[],
): readonly string[] {
  const baseline = baselineOf({ baseline: values }, states);
  const more = baseline === undefined ? [] : ['pairs', 'more', '95 % interval', 'p'];
  const head = [
    ...axes.map(labelOf),
    'alive',
    'of runs',
    'share',
    '95 % interval',
    'restarts/s',
    ...more,
    '',
  ];
  const rows = states.map((state) => {
    const { value, low, high } = shareOf(state);
    return [
      ...axes.map((axis, place) => valueText(axis, state.cell.values[place]!)),
      String(state.alive),
      String(state.runs),
      `${percent(value)} %`,
      `${percent(low)} to ${percent(high).padStart(5)} %`,
      paceText(paceOf(state, untilMs)),
      ...(baseline === undefined ? [] : differenceWords(state, baseline)),
      isOpen(state, precision.level) ? '?' : '',
    ];
  });
  return columns([head, ...rows]).map((line) => line.trimEnd());
}

/** In points of per cent; the baseline itself is held against nothing. */
function differenceWords(state: CellState, baseline: CellState): readonly string[] {
  if (state === baseline) return ['', '-', '', ''];
  const { pairs, difference, p } = compareCells(state, baseline);
  const { value, low, high } = difference;
  return [
    String(pairs),
    signed(value),
    `${signed(low)} to ${signed(high).padStart(6)}`,
    p < 0.001 ? '<0.001' : p.toFixed(3),
  ];
}

function signed(share: number): string {
  return `${share < 0 ? '-' : '+'}${(100 * Math.abs(share)).toFixed(1)}`;
}

function paceText(pace: number | undefined): string {
  if (pace === undefined) return '-';
  return pace < 100 ? pace.toPrecision(3) : pace.toFixed(0);
}
