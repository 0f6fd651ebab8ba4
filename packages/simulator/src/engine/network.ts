import type { Range } from './model.ts';
import { Sequence } from './random.ts';

const NO_DELAY: Range = [0, 0];

/** Where its stream of chance begins, beside that of whom sneezes meet. */
const SEED_OFFSET = 0x3c6e_f372;

/** What lies between podders, where something is done to it: a Service that is closed, loss, delay, and pods that are cut off. */
export class Network {
  /** Nothing is done to it: a sneeze arrives at once. */
  isPlain = true;
  /** By what each pod is cut off at present: the lists of pods that were cut off together. */
  readonly #cutOff = new Map<number, Set<readonly number[]>>();
  readonly #random = new Sequence(0);
  #isClosed = false;
  #loss = 0;
  #delay: Range = NO_DELAY;

  /** Begins anew, with nothing done to it. */
  reset(seed: number): void {
    this.#random.reset(seed ^ SEED_OFFSET);
    this.#cutOff.clear();
    this.#isClosed = false;
    this.#loss = 0;
    this.#delay = NO_DELAY;
    this.isPlain = true;
  }

  /** Whether the Service is closed. */
  set isClosed(isClosed: boolean) {
    this.#isClosed = isClosed;
    this.#settle();
  }

  /** The chance that a sneeze gets lost, 0 to 1. */
  set loss(share: number) {
    this.#loss = share;
    this.#settle();
  }

  /** How much later a sneeze arrives, in ms. */
  set delay(delayMs: Range) {
    this.#delay = delayMs;
    this.#settle();
  }

  /** Cuts pods off. */
  cut(pods: readonly number[]): void {
    for (const pod of pods) this.#cutOff.set(pod, (this.#cutOff.get(pod) ?? new Set()).add(pods));
    this.#settle();
  }

  /** Takes back what this very list was cut off by: of whoever is in the place of one of them since, another cut stays. */
  mend(pods: readonly number[]): void {
    for (const pod of pods) {
      const cuts = this.#cutOff.get(pod);
      cuts?.delete(pods);
      if (cuts?.size === 0) this.#cutOff.delete(pod);
    }
    this.#settle();
  }

  /** A pod is no more: whoever takes its place is not cut off. */
  forget(pod: number): void {
    if (this.#cutOff.delete(pod)) this.#settle();
  }

  /** After how many ms a sneeze arrives at its target; less than 0 where it never does. A pod of -1 is somebody outside. */
  travelMs(target: number, sneezer: number): number {
    if (target === -1 || this.#isClosed || this.#cutOff.has(target) || this.#cutOff.has(sneezer)) return -1;
    if (this.#loss > 0 && this.#random.next() < this.#loss * 2 ** 32) return -1;
    const [least, most] = this.#delay;
    return least === most ? least : least + this.#random.below(most - least + 1);
  }

  #settle(): void {
    this.isPlain = !this.#isClosed && this.#loss === 0 && this.#delay[1] === 0 && this.#cutOff.size === 0;
  }
}
