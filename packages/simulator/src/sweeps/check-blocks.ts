import { SimulatorError } from '../errors.ts';
import type { SweepFile } from './sweep-file.ts';
import { nextBlock } from './sweep.ts';

/**
 * Refuses blocks that no sweep has left behind: of cells that there are not, twice, with gaps, or beyond the runs that a cell takes. What
 * would come of them is another result than that of a sweep that was not broken off.
 * @throws {SimulatorError} SIMULATOR_SWEEP_FILE, naming the line.
 */
export function checkBlocks({ header: { axes, precision }, blocks }: SweepFile): void {
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  const states = Array.from({ length: count }, (_, index) => ({ cell: { index }, runs: 0, alive: 0 }));
  blocks.forEach(({ cell, from, to, alive }, index) => {
    const state = states[cell];
    const next = state && nextBlock(state, precision);
    if (state === undefined || next?.from !== from || next.to !== to) {
      const expected =
        state === undefined
          ? `a cell below ${count}`
          : next === undefined
            ? `no more runs of cell ${cell}`
            : `runs ${next.from} to ${next.to} of cell ${cell}`;
      const got = state === undefined ? String(cell) : `${from} to ${to}`;
      throw new SimulatorError(
        'SIMULATOR_SWEEP_FILE',
        `line ${index + 2} of the sweep's file expects ${expected}, got ${got}`,
      );
    }
    state.runs = to;
    state.alive += alive;
  });
}
