import type { V1Pod } from '@kubernetes/client-node';
import type { AgentSpec } from '../agent/spec.ts';
import { ChaosError } from '../errors.ts';
import { describeFault } from '../faults/describe-fault.ts';
import type { FlushFaultSpec } from '../faults/flush/spec.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import type { PodName } from '../pod-name.ts';
import type { ProbeReport } from '../probe/report.ts';
import { withPod } from '../run/check-pod.ts';
import { followAgent, type AgentEnd, type Sight } from '../run/follow.ts';
import { isProof } from '../run/read-report.ts';
import { verdictOf, type RunReport } from '../run/report.ts';
import { sightEvents, type RunContext } from '../run/run-context.ts';
import { runContext, type AgentRunOptions } from '../run/run-fault.ts';
import {
  countedHits,
  hitOrMissed,
  mostHits,
  outcomeOfError,
  outcomeOfReport,
  type Outcome,
} from '../run/target-result.ts';
import { pause } from '../pause.ts';
import { endOnNode } from '../run/node/end-on-node.ts';
import { followProbe } from './follow-probe.ts';
import {
  flushPod,
  NODE_BESIDES_MS,
  rehearsalPod,
  type NodePodOptions,
  type NodeProbe,
} from '../run/node/node-pod.ts';

/** How long the probe goes on after the end of the flush, in ms, so that it sees that all is well again. */
const PROBE_TAIL_MS = 3_000;

/** How long the report of a probe that was told to end is waited for, in ms. */
const PROBE_REPORT_MS = 10_000;

/** How a node is flushed. */
export type FlushNodeOptions = AgentRunOptions &
  Readonly<{
    node: string;
    /** Where the pods are made that do it; it has to allow privileged pods. */
    namespace: string;
    /** How long from when the rules are gone until what has not come back is put back, in ms, 1 to 86,400,000. */
    durationMs: number;
    /** A URL that is asked meanwhile, by a container in the node's network. */
    probe?: NodeProbe | undefined;
  }>;

/** What a flush came to: its one target is the pod that did it. */
export type FlushReport = RunReport & Readonly<{ node: string; probe?: ProbeReport }>;

/**
 * Flushes a node, sees what comes back, and waits until the rest is put back and proven to be. When the signal is aborted,
 * that is done at once. Whatever becomes of the agent, of its pod and of this process: the agent puts all back by itself, and
 * where it was killed, its snapshot on the node is what `cleanUp` puts back. What happens on the node is in the result.
 * @throws {ChaosError} what creating pods may throw, before anything was touched; CHAOS_NOT_ENDED where a pod is not gone
 */
export async function flushNode(
  kube: Kubernetes,
  fault: FlushFaultSpec,
  options: FlushNodeOptions,
  signal: AbortSignal,
): Promise<FlushReport> {
  const startedAt = new Date().toISOString();
  const context = runContext(kube, 1, options);
  const run = new NodeRun(context, fault, options, signal);
  const { target, probe } = await run.run();
  context.onEvent({ event: 'done', pod: target.pod, result: target });
  return {
    run: context.run,
    fault: describeFault(fault),
    node: options.node,
    startedAt,
    endedAt: new Date().toISOString(),
    interrupted: signal.aborted,
    targets: [target],
    verdict: verdictOf([target]),
    ...(probe === undefined ? {} : { probe }),
  };
}

type Done = Readonly<{ target: RunReport['targets'][number]; probe: ProbeReport | undefined }>;

/** One flush of one node. */
class NodeRun {
  #hits: number | undefined;
  readonly #context: RunContext;
  readonly #fault: FlushFaultSpec;
  readonly #options: FlushNodeOptions;
  readonly #signal: AbortSignal;

  constructor(context: RunContext, fault: FlushFaultSpec, options: FlushNodeOptions, signal: AbortSignal) {
    this.#context = context;
    this.#fault = fault;
    this.#options = options;
    this.#signal = signal;
  }

  async run(): Promise<Done> {
    const { kube, run, injectTimeoutMs, giveUp } = this.#context;
    const { durationMs, probe } = this.#options;
    const beginBeforeMs = Date.now() + injectTimeoutMs;
    const rehearsal: AgentSpec = { version: 1, order: 'check', run, fault: { kind: 'rehearsal', of: run } };
    const spec: AgentSpec = {
      version: 1,
      order: 'fault',
      run,
      fault: this.#fault,
      durationMs,
      beginBeforeMs,
    };
    const body = flushPod(spec, this.#podOptions('flush'), probe);
    const probing = new AbortController();
    let report: Promise<ProbeReport | undefined> | undefined;
    try {
      const target = await this.#withRehearsal(rehearsalPod(rehearsal, this.#podOptions('rehearsal')), () =>
        withPod(
          kube,
          body,
          async (pod) => {
            if (probe !== undefined)
              report = followProbe(kube, pod, AbortSignal.any([giveUp, probing.signal]));
            return this.#inPod(pod, beginBeforeMs);
          },
          giveUp,
        ),
      );
      return { target, probe: await withinLimit(report) };
    } finally {
      probing.abort();
    }
  }

  async #withRehearsal<T>(body: V1Pod, use: () => Promise<T>): Promise<T> {
    const { kube, giveUp } = this.#context;
    if (this.#signal.aborted) throw notBegun('the run was interrupted before its pods were made');
    return withPod(kube, body, use, giveUp);
  }

  #podOptions(what: string): NodePodOptions {
    const { run, image, netRaw, injectTimeoutMs } = this.#context;
    const { node, namespace, durationMs } = this.#options;
    const limitMs = injectTimeoutMs + durationMs + NODE_BESIDES_MS;
    return { name: `pod-chaos-${what}-${run}`, namespace, node, image, netRaw, limitMs };
  }

  async #inPod(pod: PodName, beginBeforeMs: number): Promise<Done['target']> {
    const { kube, run, pollMs, giveUp, onEvent } = this.#context;
    const { node, durationMs, probe } = this.#options;
    const container = `pod-chaos-${run}`;
    const place = { pod, container, run };
    onEvent({ event: 'injected', pod, container });
    const onAbort = (): void => {
      onEvent({ event: 'interrupted' });
      void this.#delete(pod);
    };
    this.#signal.addEventListener('abort', onAbort, { once: true });
    if (this.#signal.aborted) onAbort();
    try {
      const tell = sightEvents(this.#context, place);
      const onSight = (sight: Sight): void => {
        if (sight.event === 'effect') this.#hits = sight.effect.hits;
        tell(sight);
      };
      const limits = { beginBeforeMs, runLimitMs: durationMs + NODE_BESIDES_MS, pollMs };
      const outcome = await this.#conclude(await followAgent(kube, place, limits, onSight, giveUp));
      if (probe !== undefined) await pause(PROBE_TAIL_MS, this.#signal, giveUp);
      return { pod, node, ...outcome };
    } finally {
      this.#signal.removeEventListener('abort', onAbort);
    }
  }

  /** Deleting the pod tells its agent to end: SIGTERM, and then all the time that undoing may take. */
  async #delete({ namespace, name, uid }: PodName): Promise<void> {
    const { kube } = this.#context;
    const body = { preconditions: { uid } };
    // One that fails is made up for: the pod is deleted again once it has been followed.
    await kube.core
      .deleteNamespacedPod({ namespace, name, body }, await requestOptions(kube))
      .catch(() => undefined);
  }

  async #conclude(end: AgentEnd): Promise<Outcome> {
    switch (end.is) {
      case 'reported':
        return isProof(end.report)
          ? outcomeOfReport(end.report, this.#hits)
          : this.#mend('its agent could not prove the end');
      case 'never':
        return outcomeOfError(notBegun(`the agent did not start: ${end.why}`));
      case 'died':
        return this.#mend(`its agent died without a proof: ${end.how}`);
      case 'gone':
        return this.#mend(end.why);
      case 'overdue':
        return this.#mend('its agent did not end in time');
      case 'unreachable':
        return this.#mend('the API server could not be reached');
      case 'stopped':
        return this.#mend('the run was interrupted');
    }
  }

  async #mend(why: string): Promise<Outcome> {
    const { node, namespace } = this.#options;
    const ending = await endOnNode(this.#context, { node, namespace, target: this.#context.run, why });
    if (!ending.proven) {
      const message = `${why}; ${ending.why}: pod-chaos cleanup -n ${namespace} --node ${node} puts back what is missing`;
      const error = { code: ending.code, message };
      return { outcome: 'failed', ...countedHits(this.#hits), mended: false, end: 'unproven', error };
    }
    const hits = mostHits(
      this.#hits,
      ending.report.effect?.hits,
      ending.report.proof.length === 0 ? 0 : undefined,
    );
    const end = ending.report.outcome === 'untouched' ? 'untouched' : 'mended';
    const common = { ...countedHits(hits), mended: true, end, agent: ending.report } as const;
    if (this.#signal.aborted) return hitOrMissed(common);
    return { outcome: 'failed', ...common, error: { code: 'CHAOS_SET_UP', message: why } };
  }
}

async function withinLimit<T>(promise: Promise<T | undefined> | undefined): Promise<T | undefined> {
  const late = new AbortController();
  try {
    return await Promise.race([promise, pause(PROBE_REPORT_MS, late.signal).then(() => undefined)]);
  } finally {
    late.abort();
  }
}

function notBegun(message: string): ChaosError {
  return new ChaosError('CHAOS_AGENT_NOT_STARTED', message);
}
