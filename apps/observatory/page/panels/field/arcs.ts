import { lastUpTo, type Model } from '@pod-contagion/observatory';

/** Who infected whom, not long ago: rows of pods, and since when it is seen, in ms. */
export type Arc = { readonly from: number; readonly to: number; readonly bornMs: number };

/** How long an arc is seen, in ms. */
export const ARC_MS = 2_000;

/** More arcs than this are a grey block, and take longer than a frame. */
const MOST = 48;

/** How many infections are looked at for those that just happened. */
const LOOK_BACK = 2_000;

/** The arcs of the last infections, as they become known. */
export class Arcs {
  readonly all: Arc[] = [];
  #known = -1;

  /** Learns those that came since the last time. */
  follow({ infections, pods, source, tMs }: Model, nowMs: number): void {
    const until = infections.first + infections.length;
    const isNew = this.#known < 0 || this.#known > until;
    const from = isNew ? until : Math.max(this.#known, until - MOST, infections.first);
    this.#known = until;
    for (let id = from; id < until; id++) {
      const row = id - infections.first;
      const parent = infections.parent.at(row) - infections.first;
      if (parent < 0) continue;
      // A simulation comes faster than its time goes: most of it has been for long.
      const ageMs = tMs - (infections.exposedAtMs(row) ?? tMs);
      if (source?.kind === 'simulation' && ageMs > ARC_MS) continue;
      const ofParent = infections.pod.at(parent) - pods.first;
      this.all.push({ from: ofParent, to: infections.pod.at(row) - pods.first, bornMs: nowMs });
    }
    this.all.splice(0, this.all.length - MOST);
    while (this.all[0] !== undefined && nowMs - this.all[0].bornMs > ARC_MS) this.all.shift();
  }

  /** Those of a moment that is past: infections of the two seconds before it, with their age instead. */
  static at({ infections, pods }: Model, atMs: number, nowMs: number): Arc[] {
    const arcs: Arc[] = [];
    // Infections come about in the order of their exposure.
    const last = lastUpTo(infections.length, (row) => (infections.exposedAtMs(row) ?? 0) <= atMs);
    for (let row = last; row > Math.max(-1, last - LOOK_BACK) && arcs.length < MOST; row--) {
      const age = atMs - (infections.exposedAtMs(row) ?? -Infinity);
      const parent = infections.parent.at(row) - infections.first;
      if (age < 0 || age > ARC_MS || parent < 0) continue;
      const ofParent = infections.pod.at(parent) - pods.first;
      arcs.push({ from: ofParent, to: infections.pod.at(row) - pods.first, bornMs: nowMs - age });
    }
    return arcs;
  }
}
