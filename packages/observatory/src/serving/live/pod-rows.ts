import type { Podder } from '@pod-contagion/epidemic';
import { CODE } from '../../protocol/codes.ts';
import type { Frame, PodRow } from '../../protocol/frame.ts';
import type { PodColumns } from '../../protocol/snapshot.ts';

/** Every pod that was seen, by a number of its own, and which of them have changed since the last frame. */
export class PodRows {
  readonly #uid: string[] = [];
  readonly #name: string[] = [];
  readonly #node: string[] = [];
  readonly #owner: string[] = [];
  readonly #code: number[] = [];
  readonly #ready: number[] = [];
  readonly #restarts: number[] = [];
  readonly #byUid = new Map<string, number>();
  readonly #fresh = new Set<number>();
  readonly #changed = new Set<number>();

  get length(): number {
    return this.#uid.length;
  }

  get hasChanged(): boolean {
    return this.#fresh.size > 0 || this.#changed.size > 0;
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
    this.#code.push(CODE.starting);
    this.#ready.push(0);
    this.#restarts.push(0);
    this.#byUid.set(uid, pod);
    this.#fresh.add(pod);
    return pod;
  }

  /** Learns how a podder is. */
  put({ uid, name, node, owner, condition, ready, restarts }: Podder): void {
    const pod = this.numberOf(uid, name);
    if (node !== this.#node[pod] || owner !== this.#owner[pod]) this.#fresh.add(pod);
    this.#node[pod] = node;
    this.#owner[pod] = owner;
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
  take(): Pick<Frame, 'pods' | 'i' | 'c' | 'y' | 'r'> {
    const fresh = [...this.#fresh].map((pod) => this.#row(pod));
    const i = [...this.#changed];
    this.#fresh.clear();
    this.#changed.clear();
    return {
      ...(fresh.length === 0 ? {} : { pods: fresh }),
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
      condition: this.#code,
      ready: this.#ready,
      restarts: this.#restarts,
    };
  }

  #row(pod: number): PodRow {
    return [pod, this.#uid[pod] ?? '', this.nameOf(pod), this.#node[pod] ?? '', this.#owner[pod] ?? ''];
  }
}
