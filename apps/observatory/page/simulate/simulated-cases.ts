import type { InfectionTable } from '@pod-contagion/observatory';
import type { Case } from '@pod-contagion/simulator';
import { containerPlace } from './simulated-pods.ts';

/** The infections of a simulation in the form of the simulator's, with times from its beginning: what its formats are made of. */
export class SimulatedCases {
  readonly size: number;
  readonly #table: InfectionTable;
  readonly #startMs: number;

  constructor(table: InfectionTable, startMs: number) {
    this.size = table.length;
    this.#table = table;
    this.#startMs = startMs;
  }

  *[Symbol.iterator](): Generator<Case, void, undefined> {
    const since = (atMs: number | undefined): number | undefined =>
      atMs === undefined ? undefined : atMs - this.#startMs;
    const table = this.#table;
    for (let row = 0; row < this.size; row++) {
      const { place, life } = containerPlace(table.container(row));
      const parent = table.parent.at(row);
      yield {
        id: table.first + row,
        pod: place,
        life,
        infector: parent < 0 ? undefined : parent,
        generation: table.generation.at(row),
        exposedAtMs: since(table.exposedAtMs(row)) ?? 0,
        symptomaticAtMs: since(table.symptomaticAtMs(row)),
        endedAtMs: since(table.endedAtMs(row)),
      };
    }
  }
}
