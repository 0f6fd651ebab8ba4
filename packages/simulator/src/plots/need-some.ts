import { SimulatorError } from '../errors.ts';

/** Refuses to draw nothing. */
export function needSome(rows: readonly unknown[]): void {
  if (rows.length === 0)
    throw new SimulatorError('SIMULATOR_PLOT', 'expected something to draw, got nothing');
}
