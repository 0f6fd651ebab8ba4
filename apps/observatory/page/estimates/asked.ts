import { CODE, type Model } from '@pod-contagion/observatory';

/**
 * Whether podders of a source have ever said how they are: it is remembered, as in the end, when all of them wait for a restart, none can.
 * A watch alone knows of no incubation, so that where one was ever seen, somebody has said so.
 */
export class Asked {
  #epoch = '';
  #was = false;
  #looked = 0;

  /** Whether an infection is known only once its container has ended. */
  isWatchOnly({ epoch, source, status, timeline }: Model): boolean {
    // Of a simulation, and of numbers made up, everything is known at once.
    if (source?.kind === 'simulation' || source?.kind === 'synthetic') return false;
    const incubating = timeline.curve.counts[CODE.incubating];
    const length = incubating?.length ?? 0;
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#was = false;
      this.#looked = 0;
    }
    if ((status?.asked ?? 0) > 0) this.#was = true;
    for (let point = Math.min(this.#looked, length); point < length && !this.#was; point++) {
      this.#was = (incubating?.at(point) ?? 0) > 0;
    }
    this.#looked = length;
    return !this.#was;
  }
}
