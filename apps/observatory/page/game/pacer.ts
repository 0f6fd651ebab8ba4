import type { Frame } from '@pod-contagion/observatory';

/** Frames that were made faster than they are to be seen, until their time comes. */
export class Pacer {
  #frames: Frame[] = [];
  #shownN = 0;

  /** Adds frames in their order; those that were shown already are passed over. */
  add(frames: readonly Frame[]): void {
    for (const frame of frames) if (frame.n > this.#shownN) this.#frames.push(frame);
  }

  /** Forgets what is not shown yet: it will come otherwise. */
  forget(): void {
    this.#frames = [];
  }

  /** Those whose time has come by `atMs`. */
  due(atMs: number): Frame[] {
    const count = this.#frames.findIndex(({ t }) => t > atMs);
    const due = this.#frames.splice(0, count < 0 ? this.#frames.length : count);
    this.#shownN = due.at(-1)?.n ?? this.#shownN;
    return due;
  }

  get isEmpty(): boolean {
    return this.#frames.length === 0;
  }
}
