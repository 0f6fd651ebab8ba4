import { CODE, CONDITION_COUNT } from '../protocol/codes.ts';
import type { Frame } from '../protocol/frame.ts';
import type { ChaosRun, Snapshot, Source, Status } from '../protocol/snapshot.ts';
import { InfectionTable } from './infection-table.ts';
import { PodTable } from './pod-table.ts';
import { Timeline } from './timeline.ts';

/**
 * All that a page knows, changed in place by a snapshot and the frames after it: of a server, of a recording, of a simulation. What
 * draws it reads its columns and asks `version` whether there is something new.
 */
export class Model {
  readonly pods: PodTable = new PodTable();
  readonly infections: InfectionTable = new InfectionTable();
  readonly timeline: Timeline = new Timeline();
  readonly strains: string[] = [];
  /** Each distinct set of labels once; pods have their places. */
  readonly labelSets: string[] = [];
  readonly runs: ChaosRun[] = [];
  /** How many pods are what, by `CODE` but gone. */
  readonly counts: Uint32Array = new Uint32Array(CONDITION_COUNT);
  source: Source | undefined;
  status: Status | undefined;
  epoch = '';
  /** The frame that it holds. */
  cursor = -1;
  /** When that was, in ms since 1970. */
  tMs = 0;
  ready = 0;
  restarts = 0;
  totals = { infections: 0, generations: 0 };
  /** The frame that was learnt last; undefined since a snapshot. */
  frame: Frame | undefined;
  /** Counts up with each change. */
  version = 0;
  /** Rows of pods that have changed since `changed` was emptied by whoever draws them. */
  readonly changed: Set<number> = new Set();

  /** Begins anew. */
  load(snapshot: Snapshot): void {
    this.source = snapshot.source;
    this.status = snapshot.status;
    this.epoch = snapshot.epoch;
    this.cursor = snapshot.cursor;
    this.frame = undefined;
    this.tMs = snapshot.t;
    this.strains.splice(0, this.strains.length, ...snapshot.strains);
    this.labelSets.splice(0, this.labelSets.length, ...(snapshot.labelSets ?? []));
    this.runs.splice(0, this.runs.length, ...snapshot.runs);
    this.pods.load(snapshot.pods);
    this.infections.load(snapshot.infections, baseOf(snapshot));
    const { infections, generations } = snapshot.totals;
    this.totals = { infections, generations };
    this.counts.fill(0);
    this.ready = 0;
    this.restarts = 0;
    this.changed.clear();
    for (let row = 0; row < this.pods.length; row++) {
      this.#count(row, 1);
      this.changed.add(row);
    }
    this.timeline.load(snapshot.t, this.pods, snapshot.history);
    this.timeline.point(snapshot.t, this.pods, this.counts, this.ready, this.restarts);
    this.version++;
  }

  /** Learns a frame. Returns false, and learns nothing, where one before it is missing; one that it holds already is passed over. */
  apply(frame: Frame): boolean {
    if (frame.n <= this.cursor) return true;
    if (frame.n !== this.cursor + 1) return false;
    const { pods, infections } = this;
    this.cursor = frame.n;
    this.frame = frame;
    this.tMs = frame.t;
    this.strains.push(...(frame.strains ?? []));
    for (const row of frame.pods ?? []) {
      const isNew = row[0] - pods.first >= pods.length;
      pods.add(row);
      if (isNew) this.#count(row[0] - pods.first, 1);
      this.changed.add(row[0] - pods.first);
    }
    this.labelSets.push(...(frame.labelSets ?? []));
    for (const row of frame.labels ?? []) pods.label(row);
    frame.i?.forEach((pod, index) => {
      const row = pod - pods.first;
      this.#count(row, -1);
      pods.condition.set(row, frame.c?.[index] ?? CODE.gone);
      pods.ready.set(row, frame.y?.[index] ?? 0);
      pods.restarts.set(row, frame.r?.[index] ?? 0);
      this.#count(row, 1);
      this.changed.add(row);
      this.timeline.note(row, pods.condition.at(row), pods.ready.at(row), pods.restarts.at(row));
    });
    const known = infections.first + infections.length;
    for (const row of frame.inf ?? []) {
      if (row[0] >= known) this.totals.infections++;
      this.totals.generations = Math.max(this.totals.generations, row[3]);
      infections.put(frame.t, row);
    }
    for (const course of frame.course ?? []) infections.follow(frame.t, course);
    for (const run of frame.runs ?? []) {
      const place = this.runs.findIndex(({ id }) => id === run.id);
      this.runs.splice(place < 0 ? this.runs.length : place, 1, run);
    }
    this.timeline.point(frame.t, pods, this.counts, this.ready, this.restarts);
    this.version++;
    return true;
  }

  /** Learns how the source is doing. */
  tell(status: Status): void {
    this.status = status;
    this.version++;
  }

  #count(row: number, by: 1 | -1): void {
    const condition = this.pods.condition.at(row);
    if (condition === CODE.gone) return;
    this.counts[condition]! += by;
    this.ready += by * this.pods.ready.at(row);
    this.restarts += by * this.pods.restarts.at(row);
  }
}

/** Times of infections are kept from long before the earliest on: who ends may say that it was ill before anybody looked. */
function baseOf({ t, infections: { exposedAt } }: Snapshot): number {
  // Of the seven weeks that a column can hold.
  const marginMs = 7 * 86_400_000;
  return exposedAt.reduce<number>((least, at) => (at === null ? least : Math.min(least, at)), t) - marginMs;
}
