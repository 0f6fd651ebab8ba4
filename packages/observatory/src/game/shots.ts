/** When shots were: how many more there may be now. */
export class Shots {
  readonly #perMinute: number;
  readonly #most: number;
  readonly #atMs: number[] = [];
  #count = 0;

  /** `perMinute` in any 60 s, `most` in all. */
  constructor(perMinute: number, most: number) {
    this.#perMinute = perMinute;
    this.#most = most;
  }

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  /** Takes one at a time in ms. 'none' where all are spent, else the ms to wait for the next one: 0 where it was taken. */
  take(nowMs: number): number | 'none' {
    if (this.#count >= this.#most) return 'none';
    while (this.#atMs.length > 0 && this.#atMs[0]! <= nowMs - 60_000) this.#atMs.shift();
    if (this.#atMs.length >= this.#perMinute) return this.#atMs[0]! + 60_000 - nowMs;
    this.#atMs.push(nowMs);
    this.#count++;
    return 0;
  }
}
