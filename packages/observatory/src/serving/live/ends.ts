import type { PodFacts } from '@pod-contagion/epidemic';
import type { ContainerEnd } from '../../protocol/details.ts';
import { MAX_ENDS, MAX_ENDS_OF_POD, MAX_LAST_WORDS } from '../limits.ts';
import { shortId } from './infection-wire.ts';

/** How containers ended while they were watched: more than Kubernetes keeps, which is the last one of each. */
export class Ends {
  readonly #byPod = new Map<string, ContainerEnd[]>();
  #count = 0;

  /** Learns how a pod is. */
  see({ uid, lastEnd }: Pick<PodFacts, 'uid' | 'lastEnd'>): void {
    if (lastEnd === undefined) return;
    const known = this.#byPod.get(uid) ?? [];
    const container = shortId(lastEnd.containerId) || lastEnd.containerId;
    if (known.at(-1)?.container === container) return;
    const { exitCode, reason, atMs = null, message } = lastEnd;
    known.push({ container, exitCode, reason, atMs, lastWords: message?.slice(0, MAX_LAST_WORDS) ?? null });
    this.#count++;
    if (known.length > MAX_ENDS_OF_POD) {
      known.shift();
      this.#count--;
    }
    // Whoever ended last is forgotten last.
    this.#byPod.delete(uid);
    this.#byPod.set(uid, known);
    while (this.#count > MAX_ENDS) this.#forgetOne();
  }

  of(uid: string): readonly ContainerEnd[] {
    return this.#byPod.get(uid) ?? [];
  }

  #forgetOne(): void {
    const [uid = '', ends = []] = this.#byPod.entries().next().value ?? [];
    ends.shift();
    this.#count--;
    if (ends.length === 0) this.#byPod.delete(uid);
  }
}
