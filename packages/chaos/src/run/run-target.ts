import type { V1Pod } from '@kubernetes/client-node';
import type { AgentReport } from '../agent/lines.ts';
import type { AgentSpec } from '../agent/spec.ts';
import { PLAN_LIMIT_MS, SET_UP_LIMIT_MS, UNDO_LIMIT_MS } from '../agent/limits.ts';
import { ChaosError } from '../errors.ts';
import type { Effect } from '../faults/fault-agent.ts';
import type { FaultSpec } from '../faults/fault-spec.ts';
import { forTarget } from '../faults/for-target.ts';
import { refuseResources } from '../faults/resources/refuse.ts';
import type { Target } from '../targets/target.ts';
import { endInPod } from './end-in-pod.ts';
import { FaultWitness } from './fault-witness.ts';
import { followAgent, type AgentEnd, type Sight } from './follow.ts';
import { inject, type Injection } from './inject.ts';
import { judgeLifted } from './judge-lifted.ts';
import { probeTrouble } from './probe-trouble.ts';
import { isProof } from './read-report.ts';
import { refuseSecondFault } from './refuse-target.ts';
import type { TargetResult } from './report.ts';
import { sightEvents, type RunContext } from './run-context.ts';
import { instanceOf, sawSignal } from './signal-evidence.ts';
import {
  countedHits,
  hitOrMissed,
  mostHits,
  outcomeOfError,
  outcomeOfReport,
  targetResult,
  type Outcome,
} from './target-result.ts';

/** What an agent may take beyond the duration of its fault, in ms: its own limits, and a little for the node. */
const BESIDES_MS = PLAN_LIMIT_MS + SET_UP_LIMIT_MS + UNDO_LIMIT_MS + 15_000;

/** What is done to each target. */
export type FaultOrder = Readonly<{
  fault: FaultSpec;
  durationMs: number;
  /** Name of the container whose processes are meant. */
  container?: string | undefined;
}>;

/** Puts a fault into one pod, follows it to its end, and ends it by a further agent where it must. Never throws. */
export async function runTarget(
  context: RunContext,
  target: Target,
  order: FaultOrder,
  signal: AbortSignal,
): Promise<TargetResult> {
  const { namespace, name, uid } = target;
  const own = { ...order, fault: forTarget(order.fault, target, order.container) };
  const run = new TargetRun(context, { namespace, name, uid }, own, signal);
  const ran = await run.run();
  const outcome = judgeLifted(own.fault, { ...ran, ...(await run.probes(ran.agent?.effect)) });
  const result = targetResult(target, outcome);
  context.onEvent({ event: 'done', pod: result.pod, result });
  return result;
}

/** One target while its fault lasts. */
class TargetRun {
  #before: V1Pod | undefined;
  #injectedAt: string | undefined;
  readonly #witness = new FaultWitness();
  readonly #context: RunContext;
  readonly #pod: TargetResult['pod'];
  readonly #order: FaultOrder;
  readonly #signal: AbortSignal;

  constructor(context: RunContext, pod: TargetResult['pod'], order: FaultOrder, signal: AbortSignal) {
    this.#context = context;
    this.#pod = pod;
    this.#order = order;
    this.#signal = signal;
  }

  async run(): Promise<Outcome> {
    let injection: Injection;
    const beginBeforeMs = { is: 0 };
    try {
      injection = await this.#context.slots(() => {
        if (this.#signal.aborted) throw notBegun('the run was interrupted before its agent was put in');
        beginBeforeMs.is = Date.now() + this.#context.injectTimeoutMs;
        return this.#inject(beginBeforeMs.is);
      });
    } catch (error) {
      return outcomeOfError(error);
    }
    if (injection.is === 'gone') return outcomeOfError(notBegun(injection.why));
    if (injection.is === 'leaving') return outcomeOfError(notBegun('the pod is being deleted'));
    const { container, before } = injection;
    this.#before = before;
    this.#injectedAt = new Date().toISOString();
    this.#context.onEvent({ event: 'injected', pod: this.#pod, container });
    const end = await this.#follow(container, beginBeforeMs.is);
    if (end.is === 'died' && this.#order.fault.kind === 'signal') {
      const watched = this.#order.container;
      const isHit = await sawSignal(this.#context, this.#pod, watched, instanceOf(before, watched));
      return hitOrMissed({ hits: isHit ? 1 : 0, mended: true, end: 'mended' });
    }
    return this.#conclude(end);
  }

  /** What came of the pod's probes while the fault was in place. */
  async probes(effect: Effect | undefined): Promise<Pick<Outcome, 'probes'>> {
    const { kube, giveUp } = this.#context;
    const { applied } = this.#witness;
    const { fault } = this.#order;
    const isOom = fault.kind === 'fill-memory' && fault.untilOom === true;
    // Where the OOM killer came at once, nobody has heard of it.
    const at = applied?.at ?? (isOom ? this.#injectedAt : undefined);
    if (this.#before === undefined || at === undefined) return {};
    if (fault.kind === 'signal' || giveUp.aborted) return {};
    const sinceMs = Date.parse(at);
    // Of requests the node's connections to one port are counted, and its probes may go to another.
    const letThrough = fault.kind === 'network' ? effect?.letThrough : undefined;
    const known = { before: this.#before, sinceMs, letThrough };
    const probes = await probeTrouble(kube, this.#pod, known, giveUp);
    return probes === undefined ? {} : { probes };
  }

  #inject(beginBeforeMs: number): Promise<Injection> {
    const { kube, run, image, netRaw, injectTimeoutMs, giveUp } = this.#context;
    const { fault, durationMs, container } = this.#order;
    const spec: AgentSpec = {
      version: 1,
      order: 'fault',
      run,
      fault,
      ...(fault.kind === 'signal' ? {} : { durationMs }),
      beginBeforeMs,
    };
    const check = (pod: V1Pod): void => {
      refuseSecondFault(pod, fault, Date.now());
      refuseResources(pod, fault, container);
    };
    const targetContainer = fault.kind === 'fill-memory' ? fault.pod?.sees : container;
    const options = { image, netRaw, targetContainer, limitMs: injectTimeoutMs, check };
    return inject(kube, this.#pod, spec, options, giveUp);
  }

  #follow(container: string, beginBeforeMs: number): Promise<AgentEnd> {
    const { kube, run, pollMs, giveUp } = this.#context;
    const place = { pod: this.#pod, container, run };
    const tell = sightEvents(this.#context, place);
    const onSight = (sight: Sight): void => {
      this.#witness.see(sight);
      tell(sight);
    };
    const limits = { beginBeforeMs, runLimitMs: this.#order.durationMs + BESIDES_MS, pollMs };
    return followAgent(kube, place, limits, onSight, AbortSignal.any([this.#signal, giveUp]));
  }

  async #conclude(end: AgentEnd): Promise<Outcome> {
    switch (end.is) {
      case 'reported':
        return isProof(end.report)
          ? outcomeOfReport(end.report, this.#witness.hits)
          : this.#mend('its agent could not prove the end', end.report);
      case 'never':
        return outcomeOfError(notBegun(`the agent did not start: ${end.why}`));
      case 'gone':
        return this.#witness.ofGone(end.why, end.told);
      case 'died':
        return this.#mend(`its agent died without a proof: ${end.how}`);
      case 'overdue':
        return this.#mend('its agent did not end in time');
      case 'unreachable':
        return this.#mend('the API server could not be reached');
      case 'stopped':
        return this.#mend('the run was interrupted');
    }
  }

  async #mend(why: string, report?: AgentReport): Promise<Outcome> {
    const ending = await endInPod(this.#context, this.#pod, { target: this.#context.run, why });
    if (!ending.proven) {
      const agent = ending.report ?? report;
      const message = `${why}; ${ending.why}${this.#witness.mayBeLeft()}`;
      return {
        outcome: 'failed',
        ...countedHits(this.#witness.hits),
        mended: false,
        end: 'unproven',
        ...(agent === undefined ? {} : { agent }),
        error: { code: 'CHAOS_NOT_ENDED', message },
      };
    }
    if (ending.gone !== undefined) return this.#witness.ofGone(ending.gone, { is: 'something' });
    // The fault's own report, if it left one since, says more than that of the agent which ended it.
    const own = ending.own ?? report;
    const last = own ?? ending.report;
    // What one that found nothing has counted is nothing.
    const wasThere = this.#witness.applied !== undefined || last?.outcome !== 'untouched';
    const hits = mostHits(
      this.#witness.hits,
      own?.effect?.hits,
      ending.report?.effect?.hits,
      wasThere ? undefined : 0,
    );
    const end = wasThere ? 'mended' : 'untouched';
    const common = {
      ...countedHits(hits),
      mended: true,
      end,
      ...(last === undefined ? {} : { agent: last }),
    } as const;
    if (this.#signal.aborted || (hits ?? 0) > 0) return hitOrMissed(common);
    if (own?.error !== undefined) return { outcome: 'failed', ...common, error: own.error };
    return { outcome: 'failed', ...common, error: { code: 'CHAOS_SET_UP', message: why } };
  }
}

function notBegun(message: string): ChaosError {
  return new ChaosError('CHAOS_AGENT_NOT_STARTED', message);
}
