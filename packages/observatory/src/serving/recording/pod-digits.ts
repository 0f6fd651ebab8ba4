import type { Frame, Keyframe } from '../../protocol/frame.ts';
import { CODE } from '../../protocol/codes.ts';
import type { Snapshot } from '../../protocol/snapshot.ts';

/** What all pods are, kept beside a recording so that each keyframe costs no snapshot. */
export class PodDigits {
  readonly #code: number[] = [];
  readonly #ready: number[] = [];
  readonly #restarts: number[] = [];
  #first = 0;

  load({ pods }: Snapshot): void {
    this.#first = pods.first;
    this.#code.length = 0;
    this.#ready.length = 0;
    this.#restarts.length = 0;
    pods.condition.forEach((code, row) => {
      this.#code.push(code);
      this.#ready.push(pods.ready[row] ?? 0);
      this.#restarts.push(pods.restarts[row] ?? 0);
    });
  }

  apply({ pods = [], i = [], c = [], y = [], r = [] }: Frame): void {
    for (const [pod] of pods) {
      const row = pod - this.#first;
      this.#code[row] ??= CODE.starting;
      this.#ready[row] ??= 0;
      this.#restarts[row] ??= 0;
    }
    i.forEach((pod, place) => {
      const row = pod - this.#first;
      this.#code[row] = c[place] ?? CODE.gone;
      this.#ready[row] = y[place] ?? 0;
      this.#restarts[row] = r[place] ?? 0;
    });
  }

  keyframe(n: number, t: number): Keyframe {
    return { n, t, c: this.#code.join(''), y: this.#ready.join(''), r: this.#restarts };
  }
}
