import { MAX_RING_BYTES, MAX_RING_FRAMES } from '../limits.ts';

/** The last frames as they were sent, for those who come back; bounded by their number and by their bytes. */
export class FrameRing {
  readonly #frames: Buffer[] = [];
  /** Cursor of the first that is kept. */
  #first: number;
  #bytes = 0;
  readonly #maxFrames: number;
  readonly #maxBytes: number;

  /** `cursor` is the last frame there was before the ring. */
  constructor(cursor: number, maxFrames: number = MAX_RING_FRAMES, maxBytes: number = MAX_RING_BYTES) {
    this.#first = cursor + 1;
    this.#maxFrames = maxFrames;
    this.#maxBytes = maxBytes;
  }

  push(frame: Buffer): void {
    this.#frames.push(frame);
    this.#bytes += frame.length;
    while (this.#frames.length > this.#maxFrames || this.#bytes > this.#maxBytes) {
      this.#bytes -= this.#frames.shift()?.length ?? 0;
      this.#first++;
    }
  }

  /** All that came after a cursor; undefined where one of them is not kept, or the cursor is of no frame yet. */
  after(cursor: number): readonly Buffer[] | undefined {
    const place = cursor + 1 - this.#first;
    if (!Number.isSafeInteger(place) || place < 0 || place > this.#frames.length) return undefined;
    return this.#frames.slice(place);
  }

  /** Forgets all; the next frame comes after `cursor`. */
  reset(cursor: number): void {
    this.#frames.length = 0;
    this.#bytes = 0;
    this.#first = cursor + 1;
  }
}
