import { parseDurationMs } from '@pod-contagion/notations';
import { parseAxisValue, type Axis, type CellState } from '@pod-contagion/simulator';
import { usageError } from '../errors.ts';
import { labelOf, valueText } from './texts.ts';

/**
 * Reads what all settings are held against: a value of each axis, in their order, as `10s,50`.
 * @throws {ContagionError} CONTAGION_USAGE where it is not a setting of the sweep
 */
export function readBaseline(text: string | undefined, axes: readonly Axis[]): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const words = text.split(',');
  const expected = axes.map(labelOf).join(', ');
  if (words.length !== axes.length) {
    throw usageError(`--baseline expects a value of each of ${expected}, got ${JSON.stringify(text)}`);
  }
  return axes.map((axis, place) => {
    const value = parseAxisValue(axis.name, words[place]!, parseDurationMs);
    if (value !== undefined && axis.values.includes(value)) return value;
    const known = axis.values.map((each) => valueText(axis, each)).join(', ');
    throw usageError(
      `--baseline expects one of ${known} as ${labelOf(axis)}, got ${JSON.stringify(words[place])}`,
    );
  });
}

/** The cell that all others are held against. */
export function baselineOf(
  { baseline }: Readonly<{ baseline: readonly number[] | undefined }>,
  states: readonly CellState[],
): CellState | undefined {
  return baseline === undefined
    ? undefined
    : states.find(({ cell }) => cell.values.join() === baseline.join());
}
