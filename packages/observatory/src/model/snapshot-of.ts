import { PROTOCOL_VERSION, type HistoryColumns, type Snapshot } from '../protocol/snapshot.ts';
import type { InfectionTable } from './infection-table.ts';
import type { Model } from './model.ts';

/** Most points of the curve in a snapshot; of more, each second one, third one and so on is left out. */
const MAX_POINTS = 4_096;

/** All that a model holds, as a snapshot that gives the same model again. Throws where it holds nothing yet. */
export function snapshotOf(model: Model): Snapshot {
  const { source, status, pods, infections } = model;
  if (source === undefined || status === undefined) throw new Error('expected a model that was loaded');
  return {
    v: PROTOCOL_VERSION,
    epoch: model.epoch,
    cursor: model.cursor,
    t: model.tMs,
    source,
    status,
    strains: [...model.strains],
    pods: {
      first: pods.first,
      uid: [...pods.uid],
      name: [...pods.name],
      node: [...pods.node],
      owner: [...pods.owner],
      condition: [...pods.condition.array.subarray(0, pods.length)],
      ready: [...pods.ready.array.subarray(0, pods.length)],
      restarts: [...pods.restarts.array.subarray(0, pods.length)],
    },
    infections: columnsOf(infections),
    totals: { ...model.totals, restarts: model.restarts },
    history: historyOf(model),
    runs: [...model.runs],
  };
}

function columnsOf(table: InfectionTable): Snapshot['infections'] {
  const { length } = table;
  const all = <T>(what: (row: number) => T): T[] => Array.from({ length }, (_, row) => what(row));
  const numbers = (column: { array: ArrayLike<number> }): number[] => all((row) => column.array[row] ?? 0);
  return {
    first: table.first,
    pod: numbers(table.pod),
    container: all((row) => table.container(row)),
    strain: numbers(table.strain),
    generation: numbers(table.generation),
    parent: numbers(table.parent),
    exposedAt: all((row) => table.exposedAtMs(row) ?? null),
    symptomaticAt: all((row) => table.symptomaticAtMs(row) ?? null),
    endedAt: all((row) => table.endedAtMs(row) ?? null),
    sent: numbers(table.sent),
    answered: numbers(table.answered),
  };
}

/** Without its last point, which whoever loads it adds. */
function historyOf({ timeline: { curve } }: Model): HistoryColumns {
  const points = Math.max(0, curve.t.length - 1);
  const stride = Math.max(1, Math.ceil(points / MAX_POINTS));
  const thinned = (column: { array: ArrayLike<number> }): number[] =>
    Array.from({ length: Math.ceil(points / stride) }, (_, place) => column.array[place * stride] ?? 0);
  return {
    t: thinned(curve.t),
    counts: curve.counts.map(thinned),
    ready: thinned(curve.ready),
    restarts: thinned(curve.restarts),
  };
}
