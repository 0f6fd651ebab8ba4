import type { V1Pod } from '@kubernetes/client-node';
import { ChaosError } from '../errors.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { readPod } from '../kubernetes/pods.ts';
import type { PodName } from '../pod-name.ts';
import { podNameOf } from '../targets/pod-facts.ts';
import { podsOf, type Where } from './active.ts';
import { endInPod, type Ending } from './end-in-pod.ts';
import { faultsOf, isOfNode } from './fault-state.ts';
import { endNamedNode, endNodePod } from './node/clean-up-node.ts';
import type { RunReport, TargetResult } from './report.ts';
import type { RunContext } from './run-context.ts';
import { runContext, type AgentRunOptions } from './run-fault.ts';

/** What is ended. */
export type CleanUpOptions = Omit<AgentRunOptions, 'run'> &
  Readonly<{
    where: Where;
    /** Only this run; every run where it is left out. */
    target?: string | undefined;
    /**
     * Pods named outright, of any namespace: an agent looks into each of them, also where the pod shows no fault. Only
     * they are looked at where they are given.
     */
    pods?: readonly Readonly<{ namespace: string; name: string }>[] | undefined;
    /**
     * Nodes named outright: a pod is made on each of them, in this namespace, that puts back what a flush has left there, also
     * where no pod shows one any more. Only they are looked at where they are given.
     */
    nodes?: Readonly<{ names: readonly string[]; namespace: string }> | undefined;
  }>;

/**
 * Ends every fault that pods show as active, as waiting, or as left without a proof, and proves that it is gone. Each target
 * is a pod: `hit` where something was ended, `missed` where there was nothing; the verdict is `held` where all is
 * proven, also if there was nothing to end.
 * @throws {ChaosError} CHAOS_NO_TARGET for a named pod that is not there; what lists of pods may throw
 */
export async function cleanUp(
  kube: Kubernetes,
  options: CleanUpOptions,
  signal: AbortSignal,
): Promise<RunReport> {
  const startedAt = new Date().toISOString();
  const { target, pods: named, nodes } = options;
  const pods =
    nodes !== undefined
      ? []
      : named === undefined
        ? await podsToEnd(kube, options, signal)
        : await namedPods(kube, named, signal);
  const giveUp = AbortSignal.any([signal, ...(options.giveUp === undefined ? [] : [options.giveUp])]);
  const context = runContext(kube, pods.length, { ...options, giveUp });
  const order = { target, always: named !== undefined, why: 'clean-up', image: options.image };
  const inPods = pods.map(async (pod): Promise<TargetResult> => {
    const name = podNameOf(pod);
    const had = isOpen(pod, target);
    if (isOfNode(pod)) return tell(context, await endNodePod(context, pod, target));
    return tell(context, resultOf(name, pod.spec?.nodeName, had, await endInPod(context, name, order)));
  });
  const onNodes = (nodes?.names ?? []).map(async (node): Promise<TargetResult> => {
    const { namespace } = nodes ?? { namespace: '' };
    return tell(context, await endNamedNode(context, { node, namespace, target, why: order.why }));
  });
  const results = await Promise.all([...inPods, ...onNodes]);
  return {
    run: context.run,
    fault: target === undefined ? 'clean-up' : `clean-up of run ${target}`,
    startedAt,
    endedAt: new Date().toISOString(),
    interrupted: signal.aborted,
    targets: results,
    verdict: results.every(({ mended }) => mended) ? 'held' : 'not-ended',
  };
}

async function podsToEnd(
  kube: Kubernetes,
  { where, target }: CleanUpOptions,
  signal: AbortSignal,
): Promise<readonly V1Pod[]> {
  return (await podsOf(kube, where, signal)).filter((pod) => isOpen(pod, target));
}

function isOpen(pod: V1Pod, target: string | undefined): boolean {
  return faultsOf(pod, Date.now()).some(
    ({ agent, state }) => state !== 'ended' && (target === undefined || agent.spec.run === target),
  );
}

async function namedPods(
  kube: Kubernetes,
  names: readonly Readonly<{ namespace: string; name: string }>[],
  signal: AbortSignal,
): Promise<readonly V1Pod[]> {
  const pods: V1Pod[] = [];
  for (const name of names) {
    const pod = await readPod(kube, name, signal);
    if (pod === undefined) {
      throw new ChaosError('CHAOS_NO_TARGET', `expected a pod ${name.namespace}/${name.name}, got none`);
    }
    pods.push(pod);
  }
  return pods;
}

function resultOf(pod: PodName, node: string | undefined, had: boolean, ending: Ending): TargetResult {
  const common = {
    pod,
    ...(node === undefined ? {} : { node }),
    ...(ending.proven && ending.gone !== undefined ? {} : agentOf(ending)),
  };
  if (!ending.proven) {
    const error = { code: ending.code, message: ending.why };
    return { ...common, outcome: 'failed', mended: false, end: 'unproven', error };
  }
  const ended = ending.report?.proof.filter(({ gone }) => gone).length ?? 0;
  const isHit = had || ended > 0;
  const end = ending.gone !== undefined ? 'gone' : isHit ? 'mended' : 'untouched';
  return { ...common, outcome: isHit ? 'hit' : 'missed', hits: ended, mended: true, end };
}

function agentOf({ report }: Ending): Pick<TargetResult, 'agent'> {
  return report === undefined ? {} : { agent: report };
}

function tell({ onEvent }: RunContext, result: TargetResult): TargetResult {
  onEvent({ event: 'done', pod: result.pod, result });
  return result;
}
