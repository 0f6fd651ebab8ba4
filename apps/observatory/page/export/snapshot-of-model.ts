import { PROTOCOL_VERSION, type Model, type Snapshot, type Status } from '@pod-contagion/observatory';

const UNKNOWN_STATUS: Status = {
  state: 'waiting',
  ageMs: 0,
  message: null,
  trouble: null,
  asked: 0,
  missed: 0,
};

/** All that the page knows, as its server would say it, or the newest so many pods, infections and points of the curve. */
export function snapshotOf(model: Model, most: number = Infinity): Snapshot {
  const { pods, infections, timeline, runs, strains } = model;
  const { t, counts, ready, restarts } = timeline.curve;
  const skippedPods = Math.max(0, pods.length - most);
  const skipped = Math.max(0, infections.length - most);
  const rows = Array.from({ length: infections.length - skipped }, (_, row) => row + skipped);
  const column = ({ array, length }: Column): number[] =>
    Array.from(array.subarray(Math.max(0, length - most), length));
  return {
    v: PROTOCOL_VERSION,
    epoch: model.epoch,
    cursor: model.cursor,
    t: model.tMs,
    source: model.source ?? { kind: 'replay', name: '', namespace: '', selector: '' },
    status: model.status ?? UNKNOWN_STATUS,
    strains: [...strains],
    pods: {
      first: pods.first + skippedPods,
      uid: pods.uid.slice(skippedPods),
      name: pods.name.slice(skippedPods),
      node: pods.node.slice(skippedPods),
      owner: pods.owner.slice(skippedPods),
      condition: column(pods.condition),
      ready: column(pods.ready),
      restarts: column(pods.restarts),
    },
    infections: {
      first: infections.first + skipped,
      pod: column(infections.pod),
      container: rows.map((row) => infections.container(row)),
      strain: column(infections.strain),
      generation: column(infections.generation),
      parent: column(infections.parent),
      exposedAt: rows.map((row) => infections.exposedAtMs(row) ?? null),
      symptomaticAt: rows.map((row) => infections.symptomaticAtMs(row) ?? null),
      endedAt: rows.map((row) => infections.endedAtMs(row) ?? null),
      sent: column(infections.sent),
      answered: column(infections.answered),
    },
    totals: { ...model.totals, restarts: model.restarts },
    history: { t: column(t), counts: counts.map(column), ready: column(ready), restarts: column(restarts) },
    runs: [...runs],
  };
}

/** Numbers of one type, of which the first `length` count. */
type Column = Readonly<{
  array: Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;
  length: number;
}>;
