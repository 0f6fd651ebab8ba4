import { CODE, UNKNOWN } from '../protocol/codes.ts';
import type { LabelRow, PodRow } from '../protocol/frame.ts';
import type { PodColumns } from '../protocol/snapshot.ts';
import { int32, uint32, uint8, type Growing } from './growing.ts';

/** Every pod that was seen, by its number less `first`; those that are gone keep their rows. */
export class PodTable {
  first = 0;
  readonly uid: string[] = [];
  readonly name: string[] = [];
  readonly node: string[] = [];
  readonly owner: string[] = [];
  /** Places in the list of all sets of labels, or UNKNOWN. */
  readonly labels: Growing<Int32Array> = int32();
  readonly condition: Growing<Uint8Array> = uint8();
  readonly ready: Growing<Uint8Array> = uint8();
  readonly restarts: Growing<Uint32Array> = uint32();
  readonly #byName = new Map<string, number>();

  get length(): number {
    return this.uid.length;
  }

  /** The row of the newest pod of a name; undefined where there was none. */
  rowOfName(name: string): number | undefined {
    return this.#byName.get(name);
  }

  /** Begins anew with these. */
  load(columns: PodColumns): void {
    this.first = columns.first;
    for (const names of [this.uid, this.name, this.node, this.owner]) names.length = 0;
    this.#byName.clear();
    for (const numbers of [this.labels, this.condition, this.ready, this.restarts]) numbers.clear();
    for (let row = 0; row < columns.uid.length; row++) {
      this.add([
        columns.first + row,
        columns.uid[row] ?? '',
        columns.name[row] ?? '',
        columns.node[row] ?? '',
        columns.owner[row] ?? '',
      ]);
      this.labels.set(row, columns.labels?.[row] ?? UNKNOWN);
      this.condition.set(row, columns.condition[row] ?? CODE.gone);
      this.ready.set(row, columns.ready[row] ?? 0);
      this.restarts.set(row, columns.restarts[row] ?? 0);
    }
  }

  /** Adds one, or tells more of it: its node, once it has one. */
  add([pod, uid, name, node, owner]: PodRow): void {
    const row = pod - this.first;
    const isNew = row >= this.uid.length;
    this.uid[row] = uid;
    this.name[row] = name;
    this.node[row] = node;
    this.owner[row] = owner;
    this.#byName.set(name, row);
    if (!isNew) return;
    this.labels.set(row, UNKNOWN);
    this.condition.set(row, CODE.starting);
    this.ready.set(row, 0);
    this.restarts.set(row, 0);
  }

  /** Tells which labels one has. */
  label([pod, labels]: LabelRow): void {
    this.labels.set(pod - this.first, labels);
  }
}
