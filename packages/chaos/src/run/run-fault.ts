import { describeFault } from '../faults/describe-fault.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { sparesNode } from '../faults/for-target.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import type { Target } from '../targets/target.ts';
import { DEFAULT_AGENT_IMAGE } from './agent-container.ts';
import { refuseSharedNetwork } from './refuse-target.ts';
import { verdictOf, type RunReport } from './report.ts';
import type { RunContext } from './run-context.ts';
import type { OnRunEvent } from './run-events.ts';
import { newRunId } from './run-id.ts';
import { runTarget } from './run-target.ts';
import { slots } from './slots.ts';
import { pollMsFor } from './wait.ts';

/** How long an agent may take to start where nothing else is said, in ms: its image may have to be pulled. */
export const INJECT_TIMEOUT_MS = 60_000;

/** How many pods are changed at once where nothing else is said. */
export const CONCURRENCY = 10;

/** What all runs that put agents into pods have in common; all may be left out. */
export type AgentRunOptions = Readonly<{
  /** Id of the run: 8 characters a-z and 0-9; default: a random one. */
  run?: string | undefined;
  /** How long an agent may take to be put in and to start, in ms, default 60,000; later it does not begin any more. */
  injectTimeoutMs?: number | undefined;
  /** Image of the agent, default `pod-contagion:chaos`. */
  image?: string | undefined;
  /** Whether agents of network faults get NET_RAW, which iptables-legacy needs where a kernel has no nf_tables; default false. */
  netRaw?: boolean | undefined;
  /** How many pods are changed at once, default 10. */
  concurrency?: number | undefined;
  onEvent?: OnRunEvent | undefined;
  /** Aborted, nothing is waited for any more: the report says at once what may be left. */
  giveUp?: AbortSignal | undefined;
}>;

/** How a fault is put into pods. */
export type RunFaultOptions = AgentRunOptions &
  Readonly<{
    /** How long it lasts in each pod from when it is in place, in ms, 1 to 86,400,000; a signal has no duration. */
    durationMs: number;
    /** Name of the container whose processes a `signal` is for. */
    container?: string | undefined;
  }>;

/**
 * Puts a fault into all targets and waits until it has ended and is proven gone, in each of them. When the signal is
 * aborted, it is ended by further agents, and the proof is waited for. An agent that dies without a proof is made up for
 * in the same way. What happens to one target is in its result, not thrown.
 * @throws {ChaosError} CHAOS_REFUSED for a pod whose network is its node's, before any pod was touched
 */
export async function runFault(
  kube: Kubernetes,
  targets: readonly Target[],
  fault: FaultSpec,
  options: RunFaultOptions,
  signal: AbortSignal,
): Promise<RunReport> {
  for (const target of targets) refuseSharedNetwork(target, fault);
  return runAgents(kube, targets, fault, options, signal);
}

/** The same without looking at the network of the targets; for pods that are known to be safe. */
export async function runAgents(
  kube: Kubernetes,
  targets: readonly Target[],
  fault: FaultSpec,
  options: RunFaultOptions,
  signal: AbortSignal,
): Promise<RunReport> {
  const startedAt = new Date().toISOString();
  const context = runContext(kube, targets.length, options);
  const onAbort = (): void => context.onEvent({ event: 'interrupted' });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const order = { fault, durationMs: options.durationMs, container: options.container };
    const results = await Promise.all(targets.map((target) => runTarget(context, target, order, signal)));
    return {
      run: context.run,
      fault: describeFault(fault),
      startedAt,
      endedAt: new Date().toISOString(),
      interrupted: signal.aborted,
      targets: results,
      verdict: verdictOf(results, sparesNode(fault)),
    };
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** What the parts of a run over so many pods share. */
export function runContext(kube: Kubernetes, pods: number, options: AgentRunOptions): RunContext {
  return {
    kube,
    run: options.run ?? newRunId(),
    image: options.image ?? DEFAULT_AGENT_IMAGE,
    netRaw: options.netRaw ?? false,
    injectTimeoutMs: options.injectTimeoutMs ?? INJECT_TIMEOUT_MS,
    pollMs: pollMsFor(pods),
    slots: slots(options.concurrency ?? CONCURRENCY),
    onEvent: options.onEvent ?? (() => undefined),
    giveUp: options.giveUp ?? new AbortController().signal,
  };
}
