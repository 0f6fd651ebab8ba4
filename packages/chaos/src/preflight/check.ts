/**
 * What can be asked about. `schedule` is kills by the clock, `reap` those of pods whose containers end, `container` the kill of one
 * container in a pod; `slow` and `fail` are faults of requests, `toxic` is one of connections, `flush` is that of a node's iptables.
 */
export const PREFLIGHT_FAULTS = [
  'delete',
  'evict',
  'container',
  'network',
  'slow',
  'fail',
  'toxic',
  'burn',
  'fill',
  'schedule',
  'reap',
  'flush',
] as const;

/** One of them. */
export type PreflightFault = (typeof PREFLIGHT_FAULTS)[number];

/** Those that are asked about where none is named: a flush is about a node that has to be named, and not about pods. */
export const USUAL_FAULTS: readonly PreflightFault[] = PREFLIGHT_FAULTS.filter((fault) => fault !== 'flush');

/** What is looked at, with what it answers. The docs' table is made from this. */
export const PREFLIGHT_CHECKS = {
  targets: 'is there a pod to hit, and how many are passed over',
  permissions: 'does RBAC allow what the fault needs',
  eviction: 'does the cluster serve evictions',
  budgets: 'would PodDisruptionBudgets refuse evictions now',
  'bare-pods': 'does anything bring the pods back',
  exec: 'does the cluster serve exec',
  'ephemeral-containers': 'does the cluster serve ephemeral containers, in their present form',
  'pod-security': 'does the Pod Security level of the namespace allow the agent',
  admission: 'does the API server take the agent, asked with dryRun=All',
  'resource-limits': 'which limits of the pod an agent counts against, and what it can not reach',
  'own-network': 'does each pod have a network of its own',
  'service-mesh': 'does traffic go through a sidecar',
  node: 'can the kernel of each node do it, tried in a pod of its own there; of a flush: is the node there and Ready',
  'kube-proxy':
    'does kube-proxy have its rules in iptables on the node, and can a snapshot of them be restored',
  'in-pod': 'can each pod have it: no qdisc of somebody else, and a kernel with what it needs',
} as const;

/** One of them. */
export type PreflightCheck = keyof typeof PREFLIGHT_CHECKS;

/** `warning`: possible, but read why. `unknown`: could not be found out. */
export type Answer = 'yes' | 'warning' | 'no' | 'unknown';

/** The answer of one check for one fault. */
export type Finding = Readonly<{
  check: PreflightCheck;
  answer: Answer;
  /** One sentence. */
  why: string;
  /** An unknown that does not keep the fault from being called possible: nothing speaks against it. */
  harmless?: boolean;
}>;

/** Whether a fault is possible, by all that was found out: one no is enough. */
export function possible(findings: readonly Finding[]): 'yes' | 'no' | 'unknown' {
  if (findings.some(({ answer }) => answer === 'no')) return 'no';
  return findings.some(({ answer, harmless }) => answer === 'unknown' && harmless !== true)
    ? 'unknown'
    : 'yes';
}

/** `1 pod` or `5 pods`. */
export function podCount(count: number): string {
  return count === 1 ? '1 pod' : `${count} pods`;
}

/** `3 of 5 pods`, `the only pod` or `all 5 pods`. */
export function countOf(some: number, all: number): string {
  if (some < all) return `${some} of ${podCount(all)}`;
  return all === 1 ? 'the only pod' : `all ${podCount(all)}`;
}

/** `3 of 5 pods have`, `1 of 5 pods has` or `the only pod has`. */
export function countHaving(some: number, all: number): string {
  return `${countOf(some, all)} ${some === 1 ? 'has' : 'have'}`;
}
