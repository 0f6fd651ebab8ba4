import type { Podder } from '@pod-contagion/epidemic';
import { CODE, UNKNOWN } from '../../protocol/codes.ts';
import type { Frame, LabelRow, PodRow } from '../../protocol/frame.ts';
import type { PodColumns } from '../../protocol/snapshot.ts';
import { MAX_POD_ROWS, POD_ROWS_SHARE } from '../limits.ts';
import { LabelSets } from './label-sets.ts';

/** How many rows there may be before numbers begin anew, where the last time so many were left. */
export function mostRowsAfter(left: number): number {
  return Math.max(MAX_POD_ROWS, Math.ceil(POD_ROWS_SHARE * left));
}

/** Every pod that was seen, by a number of its own, and which of them have changed since the last frame. */
export class PodRows {
  readonly #uid: string[] = [];
  readonly #name: string[] = [];
  readonly #node: string[] = [];
  readonly #owner: string[] = [];
  readonly #labels: number[] = [];
  readonly #sets = new LabelSets();
  readonly #code: number[] = [];
  readonly #ready: number[] = [];
  readonly #restarts: number[] = [];
  readonly #byUid = new Map<string, number>();
  readonly #fresh = new Set<number>();
  readonly #labelled = new Set<number>();
  readonly #changed = new Set<number>();

  get length(): number {
    return this.#uid.length;
  }

  get hasChanged(): boolean {
    return this.#fresh.size > 0 || this.#labelled.size > 0 || this.#changed.size > 0;
  }

  /** Every distinct set of labels. */
  get labelSets(): readonly string[] {
    return this.#sets.all;
  }

  find(uid: string): number | undefined {
    return this.#byUid.get(uid);
  }

  nameOf(pod: number): string {
    return this.#name[pod] ?? '';
  }

  /** The number of a pod, which gets one where it has none yet. */
  numberOf(uid: string, name: string): number {
    const known = this.#byUid.get(uid);
    if (known !== undefined) return known;
    const pod = this.#uid.push(uid) - 1;
    this.#name.push(name);
    this.#node.push('');
    this.#owner.push('');
    this.#labels.push(UNKNOWN);
    this.#code.push(CODE.starting);
    this.#ready.push(0);
    this.#restarts.push(0);
    this.#byUid.set(uid, pod);
    this.#fresh.add(pod);
    return pod;
  }

  /** Learns how a podder is. */
  put({ uid, name, node, owner, labels, condition, ready, restarts }: Podder): void {
    const pod = this.numberOf(uid, name);
    if (node !== this.#node[pod] || owner !== this.#owner[pod]) this.#fresh.add(pod);
    this.#node[pod] = node;
    this.#owner[pod] = owner;
    const set = this.#sets.numberOf(labels);
    if (set !== this.#labels[pod]) this.#labelled.add(pod);
    this.#labels[pod] = set;
    const isSame = this.#code[pod] === CODE[condition] && this.#ready[pod] === Number(ready);
    if (isSame && this.#restarts[pod] === restarts) return;
    this.#code[pod] = CODE[condition];
    this.#ready[pod] = Number(ready);
    this.#restarts[pod] = restarts;
    this.#changed.add(pod);
  }

  /** A pod is there no more; its row stays, as infections name it. */
  gone(uid: string): void {
    const pod = this.#byUid.get(uid);
    if (pod === undefined) return;
    this.#code[pod] = CODE.gone;
    this.#ready[pod] = 0;
    this.#changed.add(pod);
  }

  /** What has changed since it was taken last. */
  take(): Pick<Frame, 'pods' | 'labelSets' | 'labels' | 'i' | 'c' | 'y' | 'r'> {
    const fresh = [...this.#fresh].map((pod) => this.#row(pod));
    const labelSets = this.#sets.take();
    const labels = Array.from(this.#labelled, (pod): LabelRow => [pod, this.#labels[pod] ?? UNKNOWN]);
    const i = [...this.#changed];
    this.#fresh.clear();
    this.#labelled.clear();
    this.#changed.clear();
    return {
      ...(fresh.length === 0 ? {} : { pods: fresh }),
      ...(labelSets.length === 0 ? {} : { labelSets }),
      ...(labels.length === 0 ? {} : { labels }),
      ...(i.length === 0
        ? {}
        : {
            i,
            c: i.map((pod) => this.#code[pod] ?? 0),
            y: i.map((pod) => this.#ready[pod] ?? 0),
            r: i.map((pod) => this.#restarts[pod] ?? 0),
          }),
    };
  }

  /** All of them. */
  columns(): PodColumns {
    return {
      first: 0,
      uid: this.#uid,
      name: this.#name,
      node: this.#node,
      owner: this.#owner,
      labels: this.#labels,
      condition: this.#code,
      ready: this.#ready,
      restarts: this.#restarts,
    };
  }

  #row(pod: number): PodRow {
    return [pod, this.#uid[pod] ?? '', this.nameOf(pod), this.#node[pod] ?? '', this.#owner[pod] ?? ''];
  }
}
