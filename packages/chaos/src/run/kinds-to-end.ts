import type { V1Pod } from '@kubernetes/client-node';
import type { AgentSpec } from '../agent/spec.ts';
import { agentsOf } from './pod-agents.ts';

/**
 * The kinds of faults that a pod has had: an agent that ends what is left needs the rights for these, and no others, which the
 * namespace may not allow. Nothing where the pod shows none of which something could be left: then all are looked for.
 */
export function kindsToEnd(pod: V1Pod): Pick<AgentSpec, 'kinds'> {
  const kinds = agentsOf(pod).flatMap(({ spec }) =>
    spec.order === 'fault' && spec.fault !== undefined && spec.fault.kind !== 'signal'
      ? [spec.fault.kind]
      : [],
  );
  return kinds.length === 0 ? {} : { kinds: [...new Set(kinds)] };
}
