import { PROTOCOL_VERSION, type HistoryColumns, type Snapshot } from '../protocol/snapshot.ts';
import type { InfectionTable } from '../model/infection-table.ts';
import type { Model } from '../model/model.ts';

/** A column of any kind. */
type Column = Readonly<{ at: (row: number) => number }>;

/** How much of a model is wanted; all of it unless it is said. */
export type SnapshotLimits = Readonly<{
  /** The newest so many pods and infections. */
  newest?: number;
  /** Most points of the curve, default 4,096; of more, each second one, third one and so on is left out. */
  points?: number;
}>;

/** All that a model holds, as a snapshot that gives the same model again. Throws where it holds nothing yet. */
export function snapshotOf(
  model: Model,
  { newest = Infinity, points = 4_096 }: SnapshotLimits = {},
): Snapshot {
  const { source, status, pods, infections } = model;
  const from = Math.max(0, pods.length - newest);
  if (source === undefined || status === undefined) throw new Error('expected a model that was loaded');
  return {
    v: PROTOCOL_VERSION,
    epoch: model.epoch,
    cursor: model.cursor,
    t: model.tMs,
    source,
    status,
    strains: [...model.strains],
    labelSets: [...model.labelSets],
    pods: {
      first: pods.first + from,
      uid: pods.uid.slice(from),
      name: pods.name.slice(from),
      node: pods.node.slice(from),
      owner: pods.owner.slice(from),
      labels: [...pods.labels.array.subarray(from, pods.length)],
      condition: [...pods.condition.array.subarray(from, pods.length)],
      ready: [...pods.ready.array.subarray(from, pods.length)],
      restarts: [...pods.restarts.array.subarray(from, pods.length)],
    },
    infections: columnsOf(infections, Math.max(0, infections.length - newest)),
    totals: { ...model.totals, restarts: model.restarts },
    history: historyOf(model, points),
    runs: [...model.runs],
  };
}

function columnsOf(table: InfectionTable, from: number): Snapshot['infections'] {
  const length = table.length - from;
  const all = <T>(what: (row: number) => T): T[] => Array.from({ length }, (_, row) => what(from + row));
  const numbers = (column: Column): number[] => all((row) => column.at(row));
  return {
    first: table.first + from,
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
function historyOf({ timeline: { curve } }: Model, most: number): HistoryColumns {
  const points = Math.max(0, curve.t.length - 1);
  const stride = Math.max(1, Math.ceil(points / most));
  const thinned = (column: Column): number[] =>
    Array.from({ length: Math.ceil(points / stride) }, (_, place) => column.at(place * stride));
  return {
    t: thinned(curve.t),
    counts: curve.counts.map(thinned),
    ready: thinned(curve.ready),
    restarts: thinned(curve.restarts),
  };
}
