import type { V1LabelSelector, V1PodDisruptionBudget } from '@kubernetes/client-node';
import { apiMessage, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import type { Target } from '../targets/target.ts';
import { countOf, type Finding } from './check.ts';

/** Versions of the group policy that have had PodDisruptionBudgets: v1 since Kubernetes 1.21, v1beta1 before 1.25. */
const VERSIONS = ['v1', 'v1beta1'] as const;

/** A budget, and by which version's rules its selector is read. */
export type Budget = Readonly<{ budget: V1PodDisruptionBudget; version: (typeof VERSIONS)[number] }>;

/** Looks whether evictions would be refused now. */
export async function checkBudgets(
  kube: Kubernetes,
  targets: readonly Target[],
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const namespace of new Set(targets.map((target) => target.namespace))) {
    const here = targets.filter((target) => target.namespace === namespace);
    try {
      findings.push(...judgeBudgets(here, await listBudgets(kube, namespace, signal)));
    } catch (error) {
      const why = `can't list PodDisruptionBudgets of ${namespace}: ${apiMessage(error)}`;
      findings.push({ check: 'budgets', answer: 'unknown', why, harmless: true });
    }
  }
  return findings;
}

async function listBudgets(
  kube: Kubernetes,
  namespace: string,
  signal: AbortSignal | undefined,
): Promise<readonly Budget[]> {
  const { CustomObjectsApi } = await import('@kubernetes/client-node');
  // The client knows v1 alone by its name.
  const api = kube.config.makeApiClient(CustomObjectsApi);
  for (const version of VERSIONS) {
    try {
      const list: { items: V1PodDisruptionBudget[] } = await api.listNamespacedCustomObject(
        { group: 'policy', version, namespace, plural: 'poddisruptionbudgets' },
        await requestOptions(kube, { signal }),
      );
      return list.items.map((budget) => ({ budget, version }));
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  }
  return [];
}

/**
 * What the budgets of one namespace say to the eviction of pods of it. Of two budgets that match a pod neither counts: such
 * an eviction is always refused.
 *
 * Source: pkg/registry/core/pod/storage/eviction.go.
 */
export function judgeBudgets(targets: readonly Target[], budgets: readonly Budget[]): Finding[] {
  const check = 'budgets';
  const namespace = targets[0]?.namespace ?? '';
  const left = new Map(budgets.map(({ budget }) => [budget, budget.status?.disruptionsAllowed ?? 0]));
  const refusedBy = new Map<string, number>();
  for (const { pod } of targets) {
    const matching = budgets.filter((each) => selects(each, pod.metadata?.labels));
    const names = matching.map(({ budget }) => budget.metadata?.name ?? '').join(' and ');
    const [first] = matching;
    if (first === undefined) continue;
    const allowed = left.get(first.budget) ?? 0;
    if (matching.length === 1 && allowed > 0) left.set(first.budget, allowed - 1);
    else refusedBy.set(names, (refusedBy.get(names) ?? 0) + 1);
  }
  if (refusedBy.size === 0) {
    return [{ check, answer: 'yes', why: `no PodDisruptionBudget of ${namespace} is against it now` }];
  }
  const refused = [...refusedBy.values()].reduce((sum, count) => sum + count, 0);
  return [...refusedBy].map(([names, count]) => ({
    check,
    answer: refused === targets.length ? 'no' : 'warning',
    why: `PodDisruptionBudget ${names} of ${namespace} would refuse ${countOf(count, targets.length)} now`,
  }));
}

/** Whether a budget is about a pod with these labels. An empty selector means all pods in v1, and none before. */
function selects({ budget, version }: Budget, labels: Readonly<Record<string, string>> = {}): boolean {
  const selector = budget.spec?.selector;
  if (selector === undefined || selector === null) return false;
  const { matchLabels = {}, matchExpressions = [] }: V1LabelSelector = selector;
  if (Object.keys(matchLabels).length + matchExpressions.length === 0) return version === 'v1';
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        default:
          return value === undefined;
      }
    })
  );
}
