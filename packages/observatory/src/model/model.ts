import { CODE, CONDITION_COUNT } from '../protocol/codes.ts';
import type { Frame } from '../protocol/frame.ts';
import type { ChaosRun, Snapshot, Source, Status } from '../protocol/snapshot.ts';
import { FramePacker } from './frame-packer.ts';
import { InfectionTable } from './infection-table.ts';
import { INFECTION_FIELDS, type PackedFrames } from './packed-frames.ts';
import { PodTable } from './pod-table.ts';
import { Timeline } from './timeline.ts';
import { unpackFrame } from './unpack-frame.ts';

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
  readonly #packer = new FramePacker();

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
    for (let row = 0; row < this.pods.length; row++) this.#count(row, 1);
    this.timeline.load(snapshot.t, this.pods, snapshot.history);
    this.timeline.point(snapshot.t, this.pods, this.counts, this.ready, this.restarts);
    this.version++;
  }

  /** Learns a frame. Returns false, and learns nothing, where one before it is missing; one that it holds already is passed over. */
  apply(frame: Frame): boolean {
    if (frame.n <= this.cursor) return true;
    if (frame.n !== this.cursor + 1) return false;
    const { pods } = this;
    this.strains.push(...(frame.strains ?? []));
    for (const row of frame.pods ?? []) {
      const isNew = row[0] - pods.first >= pods.length;
      pods.add(row);
      if (isNew) this.#count(row[0] - pods.first, 1);
    }
    this.labelSets.push(...(frame.labelSets ?? []));
    for (const row of frame.labels ?? []) pods.label(row);
    for (const run of frame.runs ?? []) {
      const place = this.runs.findIndex(({ id }) => id === run.id);
      this.runs.splice(place < 0 ? this.runs.length : place, 1, run);
    }
    this.#packer.clear();
    this.#packer.add(frame);
    this.#learn(this.#packer, 0);
    this.frame = frame;
    this.version++;
    return true;
  }

  /** Learns many frames at once, as `apply` would one after the other; returns false as that does. */
  applyPacked(frames: PackedFrames): boolean {
    const known = this.cursor + 1;
    if (frames.n > known) return false;
    const { length } = frames.t;
    for (let place = known - frames.n; place < length; place++) this.#learn(frames, place);
    if (this.cursor >= known) this.frame = unpackFrame(frames, length - 1);
    this.version++;
    return true;
  }

  /** Learns how the source is doing. */
  tell(status: Status): void {
    this.status = status;
    this.version++;
  }

  /** Learns the frame at a place, which is the next one. */
  #learn(frames: PackedFrames, place: number): void {
    const { pods, infections, timeline } = this;
    const { t, changes, pod, condition, ready, restarts, infection } = frames;
    const atMs = t[place]!;
    this.cursor++;
    this.tMs = atMs;
    for (let change = place === 0 ? 0 : changes[place - 1]!; change < changes[place]!; change++) {
      const row = pod[change]! - pods.first;
      this.#count(row, -1);
      pods.condition.set(row, condition[change]!);
      pods.ready.set(row, ready[change]!);
      pods.restarts.set(row, restarts[change]!);
      this.#count(row, 1);
      timeline.note(row, condition[change]!, ready[change]!, restarts[change]!);
    }
    const known = infections.first + infections.length;
    const until = frames.infections[place]!;
    for (let each = place === 0 ? 0 : frames.infections[place - 1]!; each < until; each++) {
      if (infection[each * INFECTION_FIELDS]! >= known) this.totals.infections++;
      const generation = infection[each * INFECTION_FIELDS + 3]!;
      if (generation > this.totals.generations) this.totals.generations = generation;
      infections.put(atMs, frames, each);
    }
    const end = frames.courses[place]!;
    for (let each = place === 0 ? 0 : frames.courses[place - 1]!; each < end; each++) {
      infections.follow(atMs, frames, each);
    }
    timeline.point(atMs, pods, this.counts, this.ready, this.restarts);
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
