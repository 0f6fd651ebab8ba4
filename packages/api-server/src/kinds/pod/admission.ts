import { forbiddenRequest } from '../../machinery/api-error.ts';
import type { Pod, PodSpec } from '../../machinery/objects.ts';
import type { Admission } from '../../registry/kind.ts';
import { own } from '@pod-contagion/notations';

/** How long a pod stays on a node that is lost, in seconds. */
const TOLERATION_SECONDS = 300;

const PRIORITIES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

const PODS = { group: '', resource: 'pods' };

/**
 * What admission adds to each new pod. Throws ApiError (403) for a priority class or service account that is not there.
 *
 * Source: plugin/pkg/admission/{serviceaccount,priority,defaulttolerationseconds}.
 */
export function admitPod(pod: Pod, { registry }: Admission): void {
  const spec = pod.spec;
  if (spec === undefined) return;
  const { name = '', namespace = '' } = pod.metadata;
  const account = spec.serviceAccountName || spec.serviceAccount || 'default';
  // The default one may be on its way: its controller makes it when it sees the Namespace.
  if (account !== 'default' && registry.find('serviceaccounts', namespace, account) === undefined) {
    const why = `error looking up service account ${namespace}/${account}: serviceaccount ${JSON.stringify(account)} not found`;
    throw forbiddenRequest(PODS, name, why);
  }
  spec.serviceAccountName = account;
  spec.serviceAccount = account;
  const { priorityClassName } = spec;
  const priority = priorityClassName ? own(PRIORITIES, priorityClassName) : 0;
  if (priority === undefined) {
    throw forbiddenRequest(PODS, name, `no PriorityClass with name ${priorityClassName} was found`);
  }
  spec.priority = priority;
  spec.preemptionPolicy ??= 'PreemptLowerPriority';
  addTolerations(spec);
}

/** Adds the tolerations that keep a pod for five minutes on a node that is not ready or not reached. */
export function addTolerations(spec: PodSpec): void {
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const isThere = (spec.tolerations ?? []).some(
      (item) => (!item.key || item.key === key) && (!item.effect || item.effect === 'NoExecute'),
    );
    if (isThere) continue;
    spec.tolerations = [
      ...(spec.tolerations ?? []),
      { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: TOLERATION_SECONDS },
    ];
  }
}
