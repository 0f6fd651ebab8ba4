import type { V1Service } from '@kubernetes/client-node';
import { usageError } from '../errors.ts';
import { calling } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import type { Target } from '../targets/target.ts';
import { Disruptor, type Choice, type DisruptorOptions } from './disruptor.ts';
import { selectorText } from './pod-selector.ts';
import { targetPort } from './service-port.ts';

/** Disturbs the pods behind a Service; ports are those of the Service, and are translated to those of the pods. */
export class ServiceDisruptor extends Disruptor {
  readonly #kube: Kubernetes;
  readonly #name: string;
  readonly #namespace: string;
  #service: V1Service | undefined;

  /** @throws {ChaosError} CHAOS_USAGE for unknown fields, and where there is no name */
  constructor(kube: Kubernetes, service: string, namespace?: string, options: DisruptorOptions = {}) {
    super(kube, options);
    if (typeof service !== 'string' || service === '') {
      throw usageError(`expected the name of a Service, got ${JSON.stringify(service)}`);
    }
    this.#kube = kube;
    this.#name = service;
    this.#namespace = namespace ?? kube.namespace;
  }

  /** Read anew for each fault: a Service may select other pods by now. */
  protected override async choice(signal: AbortSignal): Promise<Choice> {
    const where = { namespace: this.#namespace, name: this.#name };
    this.#service = await calling(
      `get service ${this.#namespace}/${this.#name}`,
      this.#kube.core.readNamespacedService(where, await requestOptions(this.#kube, { signal })),
    );
    const selector = selectorText(this.#service.spec?.selector);
    if (selector === '') {
      throw usageError(
        `expected service ${this.#namespace}/${this.#name} to select pods, got one without a selector`,
      );
    }
    return { namespaces: [this.#namespace], selector };
  }

  protected override podPort(port: number, targets: readonly Target[]): number {
    return targetPort(this.#service ?? {}, port, targets);
  }
}
