import type { V1Pod } from '@kubernetes/client-node';
import { formatDuration } from '@pod-contagion/notations';
import type { CheckedTargets } from './check-options.ts';
import { matchesLabels } from '@pod-contagion/notations';
import { hasOwner, type Owner } from './owner.ts';
import { ageMsOf, isMirror, isTerminating } from './pod-facts.ts';

/** Namespaces that Kubernetes itself lives in; their pods are hit only where they are named outright. */
export const SYSTEM_NAMESPACES: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease'];

/** The label by which the toolkit's own pods are known, and its value. */
export const TOOLKIT_LABEL: readonly [name: string, value: string] = ['app.kubernetes.io/name', 'pod-chaos'];

/** Why a pod is not among those that qualify; undefined where it is. The same words for the same reason, so that they can be counted. */
export function whyPassedOver(
  pod: V1Pod,
  rules: CheckedTargets,
  context: Readonly<{ nowMs: number; owners: readonly Owner[]; ownPodName: string | undefined }>,
): string | undefined {
  return whyNotWanted(pod, rules, context) ?? whyNotPossible(pod, rules) ?? whyProtected(pod, rules, context);
}

function whyNotWanted(
  { metadata, spec, status }: V1Pod,
  rules: CheckedTargets,
  { nowMs, owners }: Readonly<{ nowMs: number; owners: readonly Owner[] }>,
): string | undefined {
  const name = metadata?.name ?? '';
  if (!rules.namespaces.includes(metadata?.namespace ?? '')) return 'in another namespace';
  if (rules.names.size > 0 && !rules.names.has(name)) return 'not one of the names';
  if (!matchesLabels(rules.labels, metadata?.labels)) return 'does not match the label selector';
  if (!matchesLabels(rules.annotations, metadata?.annotations)) {
    return 'does not match the annotation selector';
  }
  if (rules.owner !== undefined && !hasOwner(owners, rules.owner)) return `not owned by ${rules.owner}`;
  if (rules.pattern?.test(name) === false) return 'does not match the name pattern';
  if (rules.nodes.length > 0 && !rules.nodes.includes(spec?.nodeName ?? '')) return 'on another node';
  if (rules.excludedLabels.length > 0 && matchesLabels(rules.excludedLabels, metadata?.labels)) {
    return 'excluded by its labels';
  }
  if (rules.excludedPattern?.test(name) === true) return 'excluded by its name';
  const phase = status?.phase ?? 'Unknown';
  if (!rules.phases.includes(phase)) return `in phase ${phase}`;
  if (ageMsOf({ metadata } as V1Pod, nowMs) < rules.minAgeMs) {
    return `younger than ${formatDuration(rules.minAgeMs)}`;
  }
  return undefined;
}

function whyNotPossible(pod: V1Pod, rules: CheckedTargets): string | undefined {
  if (isTerminating(pod)) return 'terminating already';
  if (isMirror(pod)) return 'a static pod, which the API can neither end nor change';
  if (pod.spec?.nodeName === undefined || pod.spec.nodeName === '') return 'on no node yet';
  if (rules.refuseHostNetwork && pod.spec.hostNetwork === true) {
    return "in its node's network (hostNetwork), where a network fault would hit the node";
  }
  return undefined;
}

/** Which protection keeps a pod from being hit; undefined where none does. */
export function whyProtected(
  { metadata }: V1Pod,
  rules: CheckedTargets,
  { ownPodName }: Readonly<{ ownPodName: string | undefined }>,
): string | undefined {
  const { name = '', namespace = '', labels } = metadata ?? {};
  if (rules.names.has(name)) return undefined;
  if (SYSTEM_NAMESPACES.includes(namespace)) return `in ${namespace}; naming it outright lifts this`;
  const [label, value] = TOOLKIT_LABEL;
  if (labels?.[label] === value || name === ownPodName) {
    return 'part of the toolkit itself; naming it outright lifts this';
  }
  return undefined;
}
