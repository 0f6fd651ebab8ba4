import type { V1Pod } from '@kubernetes/client-node';
import { describeError } from '@pod-contagion/errors';
import { podNameOf } from '../../targets/pod-facts.ts';
import { deletePod } from '../check-pod.ts';
import type { TargetResult } from '../report.ts';
import type { RunContext } from '../run-context.ts';
import { endOnNode, type NodeEnding, type NodeEndOrder } from './end-on-node.ts';

/** Ends the flush that a pod was made for, proves it, and deletes the pod; what it has left is on the node. Never throws. */
export async function endNodePod(
  context: RunContext,
  pod: V1Pod,
  target: string | undefined,
): Promise<TargetResult> {
  const name = podNameOf(pod);
  const node = pod.spec?.nodeName ?? '';
  const order = { node, namespace: name.namespace, target, why: 'clean-up' };
  const ending = await endOnNode(context, order);
  const result = { pod: name, node, ...outcomeOf(ending) };
  if (!ending.proven) return result;
  try {
    await deletePod(context.kube, name);
    return result;
  } catch (error) {
    // Its rules are proven to be there: only the pod may be left.
    return { ...result, error: { code: 'CHAOS_NOT_ENDED', message: describeError(error) } };
  }
}

/** Ends what flushes have left on a node, whatever pods there are. Never throws. */
export async function endNamedNode(context: RunContext, order: NodeEndOrder): Promise<TargetResult> {
  const ending = await endOnNode(context, order);
  const { namespace, node } = order;
  // The pod that did it is gone; it stands for its node.
  const pod = ending.proven ? ending.pod : { namespace, name: `node ${node}`, uid: '' };
  return { pod, node, ...outcomeOf(ending) };
}

function outcomeOf(ending: NodeEnding): Omit<TargetResult, 'pod' | 'node'> {
  const agent = ending.report === undefined ? {} : { agent: ending.report };
  if (!ending.proven) {
    const error = { code: ending.code, message: ending.why };
    return { outcome: 'failed', mended: false, end: 'unproven', error, ...agent };
  }
  const hits = ending.report.proof.filter(({ gone }) => gone).length;
  const isHit = hits > 0;
  return {
    outcome: isHit ? 'hit' : 'missed',
    hits,
    mended: true,
    end: isHit ? 'mended' : 'untouched',
    ...agent,
  };
}
