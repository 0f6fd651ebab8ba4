import { CODE, type PodTable } from '@pod-contagion/observatory';

/** By what pods stand together. */
export const GROUPINGS = ['node', 'owner'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Pods that stand together: rows of the table of pods by their places, or EMPTY. */
export type Group = { readonly name: string; readonly rows: number[] };

/** A place that nobody has. */
export const EMPTY = -1;

/** Of so many places that nobody has, in one group, the rest moves up. */
const MOST_EMPTY = 0.25;

/**
 * Which place of which group each pod has. A pod keeps its place; one that comes takes the first free place of its group, so that a
 * replacement stands where the one before it stood.
 */
export class Slots {
  readonly groups: Group[] = [];
  /** By row: the group, and the place in it; EMPTY for those that are not there. */
  readonly #group: number[] = [];
  readonly #place: number[] = [];
  readonly #named = new Map<string, number>();
  readonly #free: number[][] = [];
  /** Counts up when a group is longer or shorter, or there is one more. */
  version = 0;

  placeOf(row: number): readonly [group: number, place: number] | undefined {
    const group = this.#group[row] ?? EMPTY;
    return group === EMPTY ? undefined : [group, this.#place[row]!];
  }

  /** Gives places to those that are there, and takes them from those that are gone. */
  follow(pods: PodTable, condition: Uint8Array, by: Grouping): void {
    const names = pods[by];
    for (let row = 0; row < condition.length; row++) {
      const isHere = condition[row] !== CODE.gone;
      const has = (this.#group[row] ?? EMPTY) !== EMPTY;
      if (has && (!isHere || this.groups[this.#group[row]!]!.name !== names[row])) this.#leave(row);
      if (isHere && (this.#group[row] ?? EMPTY) === EMPTY) this.#come(row, names[row] ?? '');
    }
    for (let row = condition.length; row < this.#group.length; row++) {
      if ((this.#group[row] ?? EMPTY) !== EMPTY) this.#leave(row);
    }
    this.groups.forEach((_, group) => this.#close(group));
  }

  #come(row: number, name: string): void {
    let group = this.#named.get(name);
    if (group === undefined) {
      group = this.groups.length;
      this.groups.push({ name, rows: [] });
      this.#free.push([]);
      this.#named.set(name, group);
      this.version++;
    }
    const { rows } = this.groups[group]!;
    const place = this.#free[group]!.pop() ?? rows.length;
    if (place === rows.length) this.version++;
    rows[place] = row;
    this.#group[row] = group;
    this.#place[row] = place;
  }

  #leave(row: number): void {
    const group = this.#group[row]!;
    const place = this.#place[row]!;
    this.groups[group]!.rows[place] = EMPTY;
    this.#free[group]!.push(place);
    this.#group[row] = EMPTY;
  }

  /** Moves up what is left of a group that many have gone from. */
  #close(group: number): void {
    const { rows } = this.groups[group]!;
    const free = this.#free[group]!;
    if (free.length <= rows.length * MOST_EMPTY) return;
    const left = rows.filter((row) => row !== EMPTY);
    rows.splice(0, rows.length, ...left);
    left.forEach((row, place) => {
      this.#place[row] = place;
    });
    free.length = 0;
    this.version++;
  }
}
