/** Sneezes that are under way, by the number of their place. */
export class Flights {
  /** How many from outside are under way: as long as one is, a contagion may still begin. */
  fromOutside = 0;
  #target = new Int32Array(64);
  #sneezer = new Int32Array(64);
  #life = new Int32Array(64);
  #free: number[] = [];
  #used = 0;

  /** Forgets all. */
  reset(): void {
    this.fromOutside = 0;
    this.#free = [];
    this.#used = 0;
  }

  /** Sends one; gives its place. `life` is how often the sneezer had been started. */
  send(target: number, sneezer: number, life: number): number {
    const place = this.#free.pop() ?? this.#used++;
    if (place === this.#target.length) this.#grow();
    this.#target[place] = target;
    this.#sneezer[place] = sneezer;
    this.#life[place] = life;
    if (sneezer < 0) this.fromOutside++;
    return place;
  }

  /** It has arrived: its place is free again. */
  land(place: number): Readonly<{ target: number; sneezer: number; life: number }> {
    this.#free.push(place);
    const sneezer = this.#sneezer[place]!;
    if (sneezer < 0) this.fromOutside--;
    return { target: this.#target[place]!, sneezer, life: this.#life[place]! };
  }

  #grow(): void {
    const longer = (words: Int32Array): Int32Array<ArrayBuffer> => {
      const more = new Int32Array(2 * words.length);
      more.set(words);
      return more;
    };
    this.#target = longer(this.#target);
    this.#sneezer = longer(this.#sneezer);
    this.#life = longer(this.#life);
  }
}
