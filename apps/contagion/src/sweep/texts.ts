import { formatDuration } from '@pod-contagion/notations';
import { AXES, wilson, wordsOf, type Axis, type CellState, type Estimate } from '@pod-contagion/simulator';
import { modelWords } from '../simulate/texts.ts';
import type { SweepPlan } from './plan.ts';

/** What is run, on one line. */
export function sweepCaption({ header, profile }: Pick<SweepPlan, 'header' | 'profile'>): string {
  const { model, axes, untilMs, seed } = header;
  return [
    ...modelWords(model, profile, new Set(axes.map(({ name }) => name))),
    `varied: ${axes.map(labelOf).join(', ')}`,
    `alive after ${formatDuration(untilMs)}`,
    `seed ${seed}`,
  ].join(', ');
}

/** A value of an axis as it is shown: `10 s`, `50`, `replace`. */
export function valueText(axis: Axis, value: number): string {
  return AXES[axis.name].unit === 'ms' ? `${value / 1_000} s` : String(valueOf(axis, value));
}

/** A value of an axis as it is written down: a number, or a word. */
export function valueOf({ name }: Axis, value: number): number | string {
  return wordsOf(name)?.[value] ?? value;
}

/** What an axis is called. */
export function labelOf({ name }: Axis): string {
  return AXES[name].label;
}

/** The share of a cell's runs that are alive, with its interval of 95 %. */
export function shareOf({ alive, runs }: Pick<CellState, 'alive' | 'runs'>): Estimate {
  return wilson(alive, runs);
}

/** Whether it is still open on which side of a level a cell is. */
export function isOpen(state: Pick<CellState, 'alive' | 'runs'>, level: number): boolean {
  const { low, high } = shareOf(state);
  return low <= level && high >= level;
}

/** Restarts per second of the runs that live; undefined where none does. */
export function paceOf({ alive, aliveRestarts }: CellState, untilMs: number): number | undefined {
  return alive === 0 ? undefined : (aliveRestarts / alive / untilMs) * 1_000;
}

/** Lines of columns: the left one and all others end at the right, two blanks between them. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((word, column) => word.padStart(widths[column]!)).join('  '));
}
