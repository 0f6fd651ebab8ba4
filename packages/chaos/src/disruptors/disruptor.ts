import type { OnKillEvent } from '../kill/kill-events.ts';
import { killPods } from '../kill/kill-pods.ts';
import { spareNode } from '../faults/network/spare-node.ts';
import type { NetworkFaultSpec } from '../faults/network/spec.ts';
import type { RequestFaultSpec } from '../faults/requests/spec.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import type { RunReport } from '../run/report.ts';
import { runFault } from '../run/run-fault.ts';
import type { OnRunEvent } from '../run/run-events.ts';
import { findTargets } from '../targets/find.ts';
import type { Amount, TargetOptions } from '../targets/options.ts';
import type { Target } from '../targets/target.ts';
import { checkFields, readDuration, type DisruptorDuration } from './fields.ts';
import {
  readNetemFault,
  readNetworkFault,
  type Netem,
  type NetemScope,
  type NetworkFault,
} from './network-fault.ts';
import {
  readGrpcFault,
  readHttpFault,
  type GrpcFault,
  type HttpFault,
  type ProxyOptions,
} from './request-fault.ts';
import { readPodCount, type PodCount } from './pod-selector.ts';

/** What all disruptors take; all may be left out. */
export type DisruptorOptions = Readonly<{
  /** How long an agent may take to start in a pod; default `60s`. */
  injectTimeout?: DisruptorDuration;
  /** Image of the agent. */
  image?: string;
  /** Interface of the pods, default eth0. */
  interface?: string;
  /** Largest share of the pods of a namespace that may be hit, in per cent; default 50. 100 lifts it. */
  maxNamespacePercent?: number;
  /** Keeps one ready pod of each owner; default true. */
  keepLastReady?: boolean;
  /** Text by which a choice of pods is repeated. */
  seed?: string;
  /** Ends what is going on: faults are ended, and proven gone. */
  signal?: AbortSignal;
  onEvent?: OnRunEvent & OnKillEvent;
}>;

/** How pods are terminated. */
export type Termination = Readonly<{
  count: PodCount;
  /** How long each may take to be gone, default `60s`. */
  timeout?: DisruptorDuration;
}>;

const OPTIONS: readonly (keyof DisruptorOptions)[] = [
  'injectTimeout',
  'image',
  'interface',
  'maxNamespacePercent',
  'keepLastReady',
  'seed',
  'signal',
  'onEvent',
];

/** How long a terminated pod may take to be gone where nothing is said, in ms: twice the usual grace period. */
const TERMINATION_MS = 60_000;

/** Which pods a disruptor is about, before it is said how many. */
export type Choice = Pick<TargetOptions, 'namespaces' | 'selector' | 'exclude'>;

/** What disruptors have in common: see `PodDisruptor`. */
export abstract class Disruptor {
  readonly #kube: Kubernetes;
  readonly #options: DisruptorOptions;
  readonly #injectTimeoutMs: number | undefined;
  readonly #signal: AbortSignal;

  protected constructor(kube: Kubernetes, options: DisruptorOptions) {
    checkFields('options of a disruptor', options, OPTIONS);
    const { injectTimeout, signal } = options;
    this.#kube = kube;
    this.#options = options;
    this.#injectTimeoutMs =
      injectTimeout === undefined ? undefined : readDuration('injectTimeout', injectTimeout);
    this.#signal = signal ?? new AbortController().signal;
  }

  /** Which pods it is about. */
  protected abstract choice(signal: AbortSignal): Promise<Choice>;

  /** The port of these pods that a fault's port means. */
  protected abstract podPort(port: number, targets: readonly Target[]): number;

  /**
   * Names of the pods that would be hit, sorted.
   * @throws {ChaosError} CHAOS_NO_TARGET where there is none
   */
  async targets(): Promise<readonly string[]> {
    return (await this.#find('all', false)).map(({ name }) => name).toSorted();
  }

  /**
   * Deletes so many of the pods, chosen at random, and waits until they are gone.
   * @throws {ChaosError} CHAOS_USAGE, CHAOS_NO_TARGET
   */
  async terminatePods(termination: Termination): Promise<RunReport> {
    checkFields('a termination', termination, ['count', 'timeout']);
    const { count, timeout = TERMINATION_MS } = termination;
    const timeoutMs = readDuration('a timeout', timeout);
    const targets = await this.#find(readPodCount(count), false);
    const { onEvent } = this.#options;
    return killPods(
      this.#kube,
      targets,
      { mode: 'delete', waitGone: true, timeoutMs, onEvent },
      this.#signal,
    );
  }

  /**
   * Drops packets that come to the pods, to one of their ports or to all, and waits until that is over and proven gone.
   * @throws {ChaosError} CHAOS_USAGE, CHAOS_NO_TARGET, CHAOS_REFUSED
   */
  async injectNetworkFaults(fault: NetworkFault, duration: DisruptorDuration): Promise<RunReport> {
    const durationMs = readDuration('a duration', duration);
    readNetworkFault(fault, this.#interface);
    const targets = await this.#find('all', true);
    const { port = 0 } = fault;
    const spec = readNetworkFault(
      port === 0 ? fault : { ...fault, port: this.podPort(port, targets) },
      this.#interface,
    );
    return this.#run(targets, spec, durationMs);
  }

  /**
   * Delays HTTP requests to one port of the pods, has a share of them fail, and waits until that is over and proven gone.
   * @throws {ChaosError} CHAOS_USAGE, CHAOS_NO_TARGET, CHAOS_REFUSED
   */
  async injectHTTPFaults(
    fault: HttpFault,
    duration: DisruptorDuration,
    options: ProxyOptions = {},
  ): Promise<RunReport> {
    return this.#requests(readHttpFault(fault, options, this.#interface), duration);
  }

  /**
   * The same for calls of gRPC, which fail with a status of gRPC.
   * @throws {ChaosError} CHAOS_USAGE, CHAOS_NO_TARGET, CHAOS_REFUSED
   */
  async injectGrpcFaults(
    fault: GrpcFault,
    duration: DisruptorDuration,
    options: ProxyOptions = {},
  ): Promise<RunReport> {
    return this.#requests(readGrpcFault(fault, options, this.#interface), duration);
  }

  /**
   * Puts traffic of the pods through netem, and waits until that is over and proven gone.
   * @throws {ChaosError} CHAOS_USAGE, CHAOS_NO_TARGET, CHAOS_REFUSED
   */
  async injectNetem(netem: Netem, scope: NetemScope, duration: DisruptorDuration): Promise<RunReport> {
    const durationMs = readDuration('a duration', duration);
    const spec = readNetemFault(netem, scope, this.#interface);
    return this.#run(await this.#find('all', true), spec, durationMs);
  }

  get #interface(): string {
    return this.#options.interface ?? 'eth0';
  }

  async #find(amount: Amount, refuseHostNetwork: boolean): Promise<readonly Target[]> {
    const { maxNamespacePercent, keepLastReady, seed } = this.#options;
    const options: TargetOptions = {
      ...(await this.choice(this.#signal)),
      amount,
      refuseHostNetwork,
      ...(maxNamespacePercent === undefined ? {} : { maxNamespacePercent }),
      ...(keepLastReady === undefined ? {} : { keepLastReady }),
      ...(seed === undefined ? {} : { seed }),
    };
    const { chosen } = await findTargets(this.#kube, options, { signal: this.#signal });
    return chosen;
  }

  async #requests(fault: RequestFaultSpec, duration: DisruptorDuration): Promise<RunReport> {
    const durationMs = readDuration('a duration', duration);
    const targets = await this.#find('all', true);
    return this.#run(targets, { ...fault, port: this.podPort(fault.port, targets) }, durationMs);
  }

  #run(
    targets: readonly Target[],
    fault: NetworkFaultSpec | RequestFaultSpec,
    durationMs: number,
  ): Promise<RunReport> {
    const { image, onEvent } = this.#options;
    const injectTimeoutMs = this.#injectTimeoutMs;
    return runFault(
      this.#kube,
      targets,
      spareNode(fault),
      { durationMs, injectTimeoutMs, image, onEvent },
      this.#signal,
    );
  }
}
