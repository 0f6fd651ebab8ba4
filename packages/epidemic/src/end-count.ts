import type { Podder } from './epidemic.ts';
import type { PodSight } from './observation.ts';

/** Counts ends of containers that nobody saw: a container that runs after so many restarts came after as many ends. */
export class EndCount {
  /** By uid: ends that were seen, or happened before anybody looked, or were counted as missed. */
  readonly #accounted = new Map<string, number>();
  /** By uid: those that were counted as missed. */
  readonly #missedOf = new Map<string, number>();
  #missed = 0;

  get missed(): number {
    return this.#missed;
  }

  /** Learns how a pod is; `before` is its podder before that. */
  see(before: Podder | undefined, { uid, containerId, restarts, lastEnd }: PodSight): void {
    const isRunning = containerId !== undefined;
    const known = this.#accounted.get(uid);
    if (known === undefined) {
      // What has ended and not been started again is counted with the restarts when it is.
      this.#accounted.set(uid, restarts + (isRunning || lastEnd === undefined ? 0 : 1));
      return;
    }
    const isNews = lastEnd !== undefined && lastEnd.containerId !== before?.endedContainerId;
    const accounted = known + (isNews ? 1 : 0);
    if (isRunning && restarts > accounted) {
      this.#missed += restarts - accounted;
      this.#missedOf.set(uid, (this.#missedOf.get(uid) ?? 0) + restarts - accounted);
    }
    this.#accounted.set(uid, isRunning ? Math.max(accounted, restarts) : accounted);
  }

  /** A podder tells of its former lives: nothing of them is unknown. */
  told(uid: string): void {
    this.#missed -= this.#missedOf.get(uid) ?? 0;
    this.#missedOf.delete(uid);
  }

  forget(uid: string): void {
    this.#accounted.delete(uid);
    this.#missedOf.delete(uid);
  }
}
