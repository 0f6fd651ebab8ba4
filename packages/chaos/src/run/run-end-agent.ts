import { describeError } from '@pod-contagion/errors';
import { END_ANSWER_LIMIT_MS, UNDO_LIMIT_MS } from '../agent/limits.ts';
import type { AgentReport } from '../agent/lines.ts';
import type { AgentSpec } from '../agent/spec.ts';
import { ChaosError, type ChaosErrorCode } from '../errors.ts';
import type { PodName } from '../pod-name.ts';
import { followAgent } from './follow.ts';
import { inject } from './inject.ts';
import { isProof } from './read-report.ts';
import { sightEvents, type RunContext } from './run-context.ts';
import { whyNoReport } from './why-no-report.ts';

/** How long an agent that ends a fault may take, in ms: it waits for the one that holds it, then undoes by itself. */
const END_LIMIT_MS = END_ANSWER_LIMIT_MS + UNDO_LIMIT_MS + 15_000;

/** What an agent with the order `end` came to. */
export type EndAgentResult =
  | Readonly<{ is: 'proof'; report: AgentReport }>
  | Readonly<{ is: 'no-proof'; why: string; report?: AgentReport }>
  | Readonly<{ is: 'gone'; why: string }>
  | Readonly<{ is: 'refused'; code: ChaosErrorCode; why: string }>;

/** Puts one agent with the order `end` into a pod and follows it to its report. Never throws. */
export async function runEndAgent(
  context: RunContext,
  pod: PodName,
  order: Readonly<{ target?: string | undefined; image?: string | undefined; why: string }>,
): Promise<EndAgentResult> {
  const { kube, run, netRaw, giveUp, injectTimeoutMs } = context;
  const { target } = order;
  const spec: AgentSpec = { version: 1, order: 'end', run, ...(target === undefined ? {} : { target }) };
  try {
    const image = order.image ?? context.image;
    const injection = await context.slots(() =>
      inject(kube, pod, spec, { image, netRaw, limitMs: injectTimeoutMs }, giveUp),
    );
    if (injection.is === 'gone') return injection;
    if (injection.is === 'leaving') return { is: 'no-proof', why: 'the pod is being deleted' };
    const { container } = injection;
    context.onEvent({ event: 'end-agent', pod, container, why: order.why });
    const place = { pod, container, run };
    const limits = {
      beginBeforeMs: Date.now() + injectTimeoutMs,
      runLimitMs: END_LIMIT_MS,
      pollMs: context.pollMs,
    };
    const end = await followAgent(kube, place, limits, trouble(sightEvents(context, place)), giveUp);
    if (end.is === 'gone') return end;
    if (end.is !== 'reported') {
      const words = { agent: `the agent ${container}`, awaited: 'the proof' };
      return { is: 'no-proof', why: whyNoReport(end, words) };
    }
    return isProof(end.report)
      ? { is: 'proof', report: end.report }
      : { is: 'no-proof', why: whatIsLeft(end.report), report: end.report };
  } catch (error) {
    const code = error instanceof ChaosError ? error.code : 'CHAOS_API';
    const why = describeError(error);
    return code === 'CHAOS_UNREACHABLE' ? { is: 'no-proof', why } : { is: 'refused', code, why };
  }
}

/** What an agent could not prove gone, in one sentence. */
export function whatIsLeft({ proof, error }: AgentReport): string {
  const left = proof
    .filter(({ gone }) => !gone)
    .map(({ what, error: why }) => (why === undefined ? what : `${what} (${why})`));
  const things = left.length === 0 ? 'something' : left.join(', ');
  return `${things} may be left${error === undefined ? '' : `: ${error.message}`}`;
}

/** Of an agent that ends a fault, only what keeps it from doing so is told; its lines would be taken for the fault's. */
function trouble(tell: ReturnType<typeof sightEvents>): ReturnType<typeof sightEvents> {
  return (sight) => {
    if (sight.event === 'waiting' || sight.event === 'unreachable' || sight.event === 'reachable')
      tell(sight);
  };
}
