import { CODE, type Model, type Moment } from '@pod-contagion/observatory';
import { CONDITIONS } from '@pod-contagion/epidemic';
import { infectorName } from '../infection-table.ts';
import type { Table } from '../tables/table.ts';

/** What is known of each pod by its infections; columns by the rows of the table of pods. */
export type PodInfections = Readonly<{
  /** Row of the latest infection, -1 for none. */
  latest: Int32Array;
  infections: Uint32Array;
  /** How many others it infected, in all its lives. */
  infected: Uint32Array;
}>;

/** Sums infections up by pod, up to a moment in ms since 1970. */
export function infectionsOfPods({ pods, infections }: Model, untilMs: number): PodInfections {
  const latest = new Int32Array(pods.length).fill(-1);
  const count = new Uint32Array(pods.length);
  const infected = new Uint32Array(pods.length);
  for (let row = 0; row < infections.length; row++) {
    if ((infections.exposedAtMs(row) ?? 0) > untilMs) continue;
    const pod = infections.pod.at(row) - pods.first;
    if (pod >= 0 && pod < pods.length) {
      latest[pod] = row;
      count[pod]!++;
    }
    const parent = infections.parent.at(row) - infections.first;
    if (parent < 0 || parent >= infections.length) continue;
    const infector = infections.pod.at(parent) - pods.first;
    if (infector >= 0 && infector < pods.length) infected[infector]!++;
  }
  return { latest, infections: count, infected };
}

/** The pods that were there at a moment, one a row; of those that are found where there was a search. */
export function podderTable(
  model: Model,
  moment: Moment,
  of: PodInfections,
  found: ReadonlySet<number> | undefined,
): Table {
  const { pods, infections } = model;
  const rows: number[] = [];
  for (let row = 0; row < Math.min(pods.length, moment.condition.length); row++) {
    if (moment.condition[row] === CODE.gone) continue;
    if (found === undefined || found.has(pods.first + row)) rows.push(row);
  }
  const at = (place: number): number => rows[place] ?? 0;
  const latest = (place: number): number => of.latest[at(place)] ?? -1;
  return {
    length: rows.length,
    keyOf: (place) => pods.first + at(place),
    columns: [
      { name: 'name', cell: (place) => pods.name[at(place)] },
      { name: 'condition', cell: (place) => CONDITIONS[moment.condition[at(place)] ?? 0] },
      { name: 'restarts', cell: (place) => moment.restarts[at(place)], isNumber: true },
      { name: 'ready', cell: (place) => (moment.ready[at(place)] === 1 ? 'yes' : 'no') },
      {
        name: 'generation',
        cell: (place) => {
          const generation = latest(place) < 0 ? -1 : infections.generation.at(latest(place));
          return generation < 0 ? undefined : generation;
        },
        isNumber: true,
      },
      { name: 'infections', cell: (place) => of.infections[at(place)], isNumber: true },
      { name: 'infected', cell: (place) => of.infected[at(place)], isNumber: true },
      {
        name: 'infected by',
        cell: (place) => (latest(place) < 0 ? undefined : infectorName(model, latest(place))),
      },
      { name: 'node', cell: (place) => pods.node[at(place)] },
    ],
  };
}
