import { IN_LIST, LISTED, LISTED_SHIFT, QUEUED, WANTED } from './pods.ts';
import { highOf, leastOf, lowOf, type Sequence } from './random.ts';
import { NEVER } from './wheel.ts';

/** Where less than one in so many pods is listed they are kept in a list; above the other one they are not any more. */
const LIST_BELOW = 4;
const DROP_ABOVE = 2;

/**
 * Whom a Service sends connections to. Changes wait for the proxy's next sync, as kube-proxy writes its rules at once, but not more
 * often than once in `syncMs`. Source: pkg/proxy/runner/bounded_frequency_runner.go.
 */
export class Endpoints {
  /** How many are listed. */
  listed = 0;
  /** When the next sync is due; NEVER where nothing waits for it. */
  syncAt: number = NEVER;
  readonly #state: Uint8Array;
  readonly #syncMs: number;
  readonly #pods: number;
  /** What is drawn again: random.ts. */
  readonly #least: number;
  #lastSync = -NEVER;
  #waiting = new Int32Array(64);
  #waitingCount = 0;
  #list: Int32Array | undefined;
  #listLength = 0;

  constructor(state: Uint8Array, syncMs: number) {
    this.#state = state;
    this.#syncMs = syncMs;
    this.#pods = state.length;
    this.#least = leastOf(state.length);
  }

  /** Begins anew, with this many listed. */
  reset(listed: number): void {
    this.listed = listed;
    this.syncAt = NEVER;
    this.#lastSync = -NEVER;
    this.#waitingCount = 0;
    this.#list = undefined;
  }

  /** The proxy hears of a pod that it is to be listed, or not any more. */
  change(pod: number, wanted: boolean, nowMs: number): void {
    const state = this.#state;
    const bits = wanted ? state[pod]! | WANTED : state[pod]! & ~WANTED;
    state[pod] = bits;
    if ((bits & QUEUED) !== 0 || ((bits & LISTED) !== 0) === wanted) return;
    if (this.#syncMs === 0) {
      this.#apply(pod);
      return;
    }
    state[pod] = bits | QUEUED;
    if (this.#waitingCount === this.#waiting.length) {
      const more = new Int32Array(2 * this.#waiting.length);
      more.set(this.#waiting);
      this.#waiting = more;
    }
    this.#waiting[this.#waitingCount++] = pod;
    if (this.syncAt === NEVER) this.syncAt = Math.max(nowMs, this.#lastSync + this.#syncMs);
  }

  /** Applies all that waits. */
  sync(nowMs: number): void {
    for (let index = 0; index < this.#waitingCount; index++) {
      const pod = this.#waiting[index]!;
      this.#state[pod]! &= ~QUEUED;
      this.#apply(pod);
    }
    this.#waitingCount = 0;
    this.#lastSync = nowMs;
    this.syncAt = NEVER;
  }

  /** One of those that are listed, each equally likely; -1 where there is none. */
  choose(random: Sequence): number {
    if (this.listed === 0) return -1;
    const state = this.#state;
    const span = this.#pods;
    if (this.listed * LIST_BELOW < span) return this.#chooseFromList(random);
    const least = this.#least;
    for (;;) {
      const bits = random.next();
      const low = lowOf(bits, span);
      const pod = highOf(bits, low, span) | 0;
      if (low >= least && (state[pod]! & LISTED) !== 0) return pod;
    }
  }

  /**
   * Chooses as many, one after the other, of which none changes who is listed. Where no list is kept, nothing is decided by a branch,
   * which would be foreseen wrongly as often as who is drawn is not listed.
   */
  chooseEach(random: Sequence, targets: Int32Array, count: number): void {
    const state = this.#state;
    const span = this.#pods;
    if (this.listed * LIST_BELOW < span) {
      for (let index = 0; index < count; index++) targets[index] = this.choose(random);
      return;
    }
    const least = this.#least;
    for (let index = 0; index < count;) {
      const bits = random.next();
      const low = lowOf(bits, span);
      const pod = highOf(bits, low, span) | 0;
      targets[index] = pod;
      if (low >= least) index += (state[pod]! & LISTED) >>> LISTED_SHIFT;
    }
  }

  #apply(pod: number): void {
    const state = this.#state;
    const bits = state[pod]!;
    const wanted = (bits & WANTED) !== 0;
    if (((bits & LISTED) !== 0) === wanted) return;
    if (!wanted) {
      state[pod] = bits & ~LISTED;
      this.listed--;
      return;
    }
    state[pod] = bits | LISTED;
    this.listed++;
    if (this.#list === undefined) return;
    if (this.listed * DROP_ABOVE > this.#pods) this.#drop();
    else if ((bits & IN_LIST) === 0) this.#keep(pod);
  }

  #chooseFromList(random: Sequence): number {
    const state = this.#state;
    if (this.#list === undefined) {
      this.#list = new Int32Array(64);
      this.#listLength = 0;
      for (let pod = 0; pod < state.length; pod++) if ((state[pod]! & LISTED) !== 0) this.#keep(pod);
    }
    const list = this.#list;
    for (;;) {
      const index = random.below(this.#listLength) | 0;
      const pod = list[index]!;
      if ((state[pod]! & LISTED) !== 0) return pod;
      // Those that are not listed any more are taken out where they are met.
      list[index] = list[--this.#listLength]!;
      state[pod]! &= ~IN_LIST;
    }
  }

  #keep(pod: number): void {
    let list = this.#list!;
    if (this.#listLength === list.length) {
      const more = new Int32Array(2 * list.length);
      more.set(list);
      this.#list = list = more;
    }
    list[this.#listLength++] = pod;
    this.#state[pod]! |= IN_LIST;
  }

  #drop(): void {
    for (let index = 0; index < this.#listLength; index++) this.#state[this.#list![index]!]! &= ~IN_LIST;
    this.#list = undefined;
  }
}
