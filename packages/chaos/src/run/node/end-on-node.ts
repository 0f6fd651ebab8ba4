import { describeError } from '@pod-contagion/errors';
import type { AgentReport } from '../../agent/lines.ts';
import { END_ANSWER_LIMIT_MS } from '../../agent/limits.ts';
import type { AgentSpec } from '../../agent/spec.ts';
import { ChaosError, type ChaosErrorCode } from '../../errors.ts';
import type { PodName } from '../../pod-name.ts';
import { CHECK_CONTAINER, withPod } from '../check-pod.ts';
import { followAgent, type AgentEnd } from '../follow.ts';
import { isProof } from '../read-report.ts';
import { sightEvents, type RunContext } from '../run-context.ts';
import { newRunId } from '../run-id.ts';
import { whatIsLeft } from '../run-end-agent.ts';
import { whyNoReport } from '../why-no-report.ts';
import { lookPod, NODE_BESIDES_MS } from './node-pod.ts';

/** Whether it is proven that nothing is left on a node. */
export type NodeEnding =
  | Readonly<{ proven: true; report: AgentReport; pod: PodName }>
  | Readonly<{ proven: false; code: ChaosErrorCode; why: string; report?: AgentReport }>;

/** What is ended, and why that is done now. */
export type NodeEndOrder = Readonly<{
  node: string;
  namespace: string;
  /** The run to end; every run where it is left out. */
  target?: string | undefined;
  why: string;
}>;

/**
 * Ends what flushes have left on a node: a pod there asks the agent that still holds one to end it, puts back whatever
 * a snapshot has and the node has not, and reads back. Never throws.
 */
export async function endOnNode(context: RunContext, order: NodeEndOrder): Promise<NodeEnding> {
  const { kube, image, netRaw, injectTimeoutMs, pollMs, giveUp } = context;
  const { node, namespace, target, why } = order;
  const run = newRunId();
  const spec: AgentSpec = { version: 1, order: 'end', run, ...(target === undefined ? {} : { target }) };
  const runLimitMs = NODE_BESIDES_MS + END_ANSWER_LIMIT_MS;
  const options = {
    name: `pod-chaos-end-${run}`,
    namespace,
    node,
    image,
    netRaw,
    limitMs: injectTimeoutMs + runLimitMs,
  };
  try {
    return await withPod(
      kube,
      lookPod(spec, options),
      async (pod) => {
        context.onEvent({ event: 'end-agent', pod, container: CHECK_CONTAINER, why });
        const limits = { beginBeforeMs: Date.now() + injectTimeoutMs, runLimitMs, pollMs, harmless: true };
        const place = { pod, container: CHECK_CONTAINER, run };
        return endingOf(await followAgent(kube, place, limits, sightEvents(context, place), giveUp), pod);
      },
      giveUp,
    );
  } catch (error) {
    return {
      proven: false,
      code: error instanceof ChaosError ? error.code : 'CHAOS_API',
      why: describeError(error),
    };
  }
}

function endingOf(end: AgentEnd, pod: PodName): NodeEnding {
  if (end.is !== 'reported') return unproven(whyNoReport(end, { awaited: 'the proof' }));
  if (isProof(end.report)) return { proven: true, report: end.report, pod };
  return { ...unproven(whatIsLeft(end.report)), report: end.report };
}

function unproven(why: string): Extract<NodeEnding, { proven: false }> {
  return { proven: false, code: 'CHAOS_NOT_ENDED', why };
}
