import type { V1Pod } from '@kubernetes/client-node';
import { describeError } from '@pod-contagion/errors';
import type { AgentReport } from '../agent/lines.ts';
import { type ChaosErrorCode } from '../errors.ts';
import { readPod } from '../kubernetes/pods.ts';
import type { PodName } from '../pod-name.ts';
import { faultsOf, type FaultInPod } from './fault-state.ts';
import { readAppliedAt } from './follow-log.ts';
import { goneBecause } from './inject.ts';
import { agentsOf } from './pod-agents.ts';
import type { RunContext } from './run-context.ts';
import { runEndAgent } from './run-end-agent.ts';
import { pace } from './wait.ts';

/** How many agents with the order `end` are put into one pod at most: each stays in its list of containers for ever. */
export const END_AGENTS = 3;

/** How long an agent that runs is waited for after its fault is proven gone, in ms; it sees that and leaves. */
const LEAVE_MS = 20_000;

/** How long the API server is waited for, and a pod that is being deleted beyond its grace period, in ms. */
const PATIENCE_MS = 60_000;

/** What is to be ended. */
export type EndOrder = Readonly<{
  /** The run to end; every run where it is left out. */
  target?: string | undefined;
  /** Puts an agent in even where the pod shows nothing. */
  always?: boolean;
  image?: string | undefined;
  why: string;
}>;

/** Whether it is proven that nothing of it is left in the pod. */
export type Ending =
  | Readonly<{
      proven: true;
      /** Of the last agent that ended something; undefined where none was needed, or the pod is gone. */
      report?: AgentReport;
      /** Of the agent of the run that was to be ended, where it left one. */
      own?: AgentReport;
      gone?: string;
    }>
  | Readonly<{ proven: false; code: ChaosErrorCode; why: string; report?: AgentReport }>;

/**
 * Ends faults in one pod and waits for the proof: puts agents with the order `end` there until the pod itself shows that no
 * fault is active, may still begin, or ended without a proof. Never throws.
 */
export async function endInPod(context: RunContext, pod: PodName, order: EndOrder): Promise<Ending> {
  const { kube, giveUp } = context;
  const looks = pace(context.pollMs);
  const ends = new Ends(context, pod, order);
  let reachedMs = performance.now();
  while (!giveUp.aborted) {
    let now: V1Pod | undefined;
    try {
      now = await readPod(kube, pod, giveUp);
      reachedMs = performance.now();
    } catch (error) {
      if (performance.now() - reachedMs > PATIENCE_MS) return ends.unproven(describeError(error));
      await looks.wait(giveUp);
      continue;
    }
    const gone = goneBecause(now, pod);
    if (now === undefined || gone !== undefined) return { proven: true, gone: gone ?? '' };
    const open = faultsOf(now, Date.now()).filter(
      ({ agent, state }) =>
        state !== 'ended' && (order.target === undefined || agent.spec.run === order.target),
    );
    const step = await ends.step(now, open);
    if (step !== undefined) return step;
    await looks.wait(giveUp);
  }
  return ends.unproven('nobody waited for the proof');
}

/** What the agent of the run that was to be ended has said itself. */
function ownReport(pod: V1Pod, { target }: EndOrder): Readonly<{ own?: AgentReport }> {
  const agent = agentsOf(pod).find(({ spec }) => spec.order === 'fault' && spec.run === target);
  const own = agent?.state.is === 'ended' ? agent.state.report : undefined;
  return own === undefined ? {} : { own };
}

/** The agents that were put into a pod to end faults, and what they have proven. */
class Ends {
  #count = 0;
  #report: AgentReport | undefined;
  #provenMs = 0;
  #trouble = 'no agent could be put in';
  /** Agents of faults that ran when the last proof was made: they have seen it, or will. */
  #covered: ReadonlySet<string> = new Set();
  readonly #context: RunContext;
  readonly #pod: PodName;
  readonly #order: EndOrder;

  constructor(context: RunContext, pod: PodName, order: EndOrder) {
    this.#context = context;
    this.#pod = pod;
    this.#order = order;
  }

  unproven(why: string): Ending {
    const report = this.#report === undefined ? {} : { report: this.#report };
    return { proven: false, code: 'CHAOS_NOT_ENDED', why, ...report };
  }

  /** Does what the faults that are open ask for; gives an ending where there is nothing more to do. */
  async step(now: V1Pod, open: readonly FaultInPod[]): Promise<Ending | undefined> {
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = now.metadata ?? {};
    if (deletionTimestamp !== undefined) {
      // Nothing new starts in it; its end is the proof.
      const lateMs = Date.now() - deletionTimestamp.getTime();
      return lateMs > deletionGracePeriodSeconds * 1_000 + PATIENCE_MS
        ? this.unproven('the pod is being deleted, and is still there')
        : undefined;
    }
    const isAsked = this.#order.always === true && this.#report === undefined;
    const demands = await Promise.all(open.map((fault) => this.#demandOf(fault)));
    if (!isAsked && demands.every((demand) => demand === 'nothing')) return this.#proven(now);
    if (!isAsked && !demands.includes('agent')) return undefined;
    if (this.#count >= END_AGENTS) return this.unproven(this.#trouble);
    this.#count += 1;
    return this.#end(open);
  }

  #proven(pod: V1Pod): Ending {
    const report = this.#report === undefined ? {} : { report: this.#report };
    return { proven: true, ...report, ...ownReport(pod, this.#order) };
  }

  /** What a fault that is open asks for: an agent that ends it, a little time, or nothing more. */
  async #demandOf({ agent, state }: FaultInPod): Promise<'agent' | 'time' | 'nothing'> {
    if (state === 'waiting') return 'time';
    if (state === 'orphaned' || !this.#covered.has(agent.container)) return 'agent';
    // The fault may have been set up after the proof was made: both times are of the pod's own node.
    const place = { pod: this.#pod, container: agent.container, run: agent.spec.run };
    const appliedAt = await readAppliedAt(this.#context.kube, place, this.#context.giveUp);
    if (appliedAt !== undefined && appliedAt > (this.#report?.endedAt ?? '')) return 'agent';
    if (performance.now() - this.#provenMs < LEAVE_MS) return 'time';
    // Its process hangs. Where it had set up its fault before, there is nothing that it could still do.
    if (appliedAt !== undefined) return 'nothing';
    this.#trouble = `the fault's agent ${agent.container} still runs`;
    return 'agent';
  }

  async #end(open: readonly FaultInPod[]): Promise<Ending | undefined> {
    const image = this.#order.image ?? open.at(-1)?.agent.image;
    const end = await runEndAgent(this.#context, this.#pod, { ...this.#order, image });
    switch (end.is) {
      case 'proof':
        this.#report = end.report;
        this.#provenMs = performance.now();
        this.#trouble = 'the pod showed a fault again after a proof';
        this.#covered = new Set(open.map(({ agent }) => agent.container));
        return undefined;
      case 'gone':
        return { proven: true, gone: end.why };
      case 'refused':
        return { proven: false, code: end.code, why: end.why };
      case 'no-proof':
        this.#report = end.report ?? this.#report;
        this.#trouble = end.why;
        return undefined;
    }
  }
}
