import type { KubeNode, Pod } from '@pod-contagion/api-server/objects';
import { own } from '@pod-contagion/notations';

/** Why a pod cannot run on a node, and whether ending other pods there could change that. */
export type Misfit = Readonly<{ reason: string; isFullness: boolean }>;

type NodeSelectorTerm = NonNullable<
  NonNullable<
    NonNullable<NonNullable<Pod['spec']>['affinity']>['nodeAffinity']
  >['requiredDuringSchedulingIgnoredDuringExecution']
>['nodeSelectorTerms'][number];
type Requirement = NonNullable<NodeSelectorTerm['matchExpressions']>[number];
type Taint = NonNullable<NonNullable<KubeNode['spec']>['taints']>[number];
type Toleration = NonNullable<NonNullable<Pod['spec']>['tolerations']>[number];

/** Pods a node takes where it does not say. Source: kubelet configuration `maxPods`. */
const DEFAULT_MAX_PODS = 110;

const UNSCHEDULABLE_TAINT = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/**
 * What keeps a pod from a node: being cordoned, taints, labels, or as many pods as it takes. Requests of cpu and memory keep none
 * away: they are estimates for a real node, while here all processes share one machine whose load nobody reserves.
 *
 * Source: pkg/scheduler/framework/plugins (nodeunschedulable, nodename, tainttoleration, nodeaffinity, noderesources).
 */
export function misfit(pod: Pod, node: KubeNode, podsOnNode: number): Misfit | undefined {
  const tolerations = pod.spec?.tolerations ?? [];
  if (node.spec?.unschedulable === true && !isTolerated(UNSCHEDULABLE_TAINT, tolerations)) {
    return { reason: 'node(s) were unschedulable', isFullness: false };
  }
  const taint = (node.spec?.taints ?? []).find(
    (candidate) => candidate.effect !== 'PreferNoSchedule' && !isTolerated(candidate, tolerations),
  );
  if (taint !== undefined) {
    const reason = `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
    return { reason, isFullness: false };
  }
  if (!isSelected(pod, node)) {
    return { reason: "node(s) didn't match Pod's node affinity/selector", isFullness: false };
  }
  if (podsOnNode >= Number(node.status?.allocatable?.['pods'] ?? DEFAULT_MAX_PODS)) {
    return { reason: 'Too many pods', isFullness: true };
  }
  return undefined;
}

/** Source: component-helpers/scheduling/corev1/helpers.go (`TolerationsTolerateTaint`). */
function isTolerated(taint: Taint, tolerations: readonly Toleration[]): boolean {
  return tolerations.some(({ key = '', operator = 'Equal', value = '', effect = '' }) => {
    if (effect !== '' && effect !== taint.effect) return false;
    if (key !== '' && key !== taint.key) return false;
    return operator === 'Exists' || (key !== '' && value === (taint.value ?? ''));
  });
}

/** Source: component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go. */
function isSelected({ spec }: Pod, node: KubeNode): boolean {
  const labels = node.metadata.labels ?? {};
  const selector = Object.entries(spec?.nodeSelector ?? {});
  if (!selector.every(([key, value]) => own(labels, key) === value)) return false;
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || required.nodeSelectorTerms.some((term) => isTermMet(term, node));
}

function isTermMet({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: KubeNode): boolean {
  // A term without any condition matches nothing.
  if (matchExpressions.length + matchFields.length === 0) return false;
  const labels = node.metadata.labels ?? {};
  return (
    matchExpressions.every((requirement) => isMet(requirement, own(labels, requirement.key))) &&
    matchFields.every((requirement) => isMet(requirement, node.metadata.name))
  );
}

function isMet({ operator, values = [] }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}
