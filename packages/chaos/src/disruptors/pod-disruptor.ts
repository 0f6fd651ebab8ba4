import type { Kubernetes } from '../kubernetes/connect.ts';
import { Disruptor, type Choice, type DisruptorOptions } from './disruptor.ts';
import { readPodSelector, type PodSelector } from './pod-selector.ts';

/**
 * Disturbs pods that a selector names, by the names that users of k6 know. Where k6 hits all of them, half of a namespace and
 * the last ready pod of each owner are spared here unless the options say otherwise.
 */
export class PodDisruptor extends Disruptor {
  readonly #choice: Choice;

  /** @throws {ChaosError} CHAOS_USAGE for unknown fields, and for a selector that selects nothing in particular */
  constructor(kube: Kubernetes, selector: PodSelector, options: DisruptorOptions = {}) {
    super(kube, options);
    this.#choice = readPodSelector(selector, kube.namespace);
  }

  protected override async choice(): Promise<Choice> {
    return this.#choice;
  }

  /** Ports are those of the pods. */
  protected override podPort(port: number): number {
    return port;
  }
}
