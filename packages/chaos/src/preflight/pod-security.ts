import type { V1Pod } from '@kubernetes/client-node';
import { apiMessage, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import type { Target } from '../targets/target.ts';
import { countHaving, type Finding } from './check.ts';

/** The label by which a namespace says its level. Source: kubernetes.io/docs/concepts/security/pod-security-admission. */
const LABEL = 'pod-security.kubernetes.io/enforce';

/**
 * What an agent has to be allowed: NET_ADMIN for network faults, KILL for signals, DAC_OVERRIDE for files in volumes, the node's
 * network for a flush, which has a pod of its own; all as root. `none` where it is nobody in particular.
 */
export type AgentRight = 'NET_ADMIN' | 'KILL' | 'DAC_OVERRIDE' | 'hostNetwork' | 'none';

/** Reads the level of each namespace. */
export async function checkPodSecurity(
  kube: Kubernetes,
  namespaces: readonly string[],
  right: AgentRight,
  targets: readonly Target[],
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const findings = await Promise.all(
    namespaces.map(async (namespace): Promise<Finding | Finding[]> => {
      const here = targets.filter((target) => target.namespace === namespace);
      try {
        const { metadata } = await kube.core.readNamespace(
          { name: namespace },
          await requestOptions(kube, { signal }),
        );
        const level = metadata?.labels?.[LABEL];
        return [judgeLevel(namespace, level, right), ...judgeListedAgents(here, level)];
      } catch (error) {
        if (statusOf(error) === 404) {
          return { check: 'pod-security', answer: 'no', why: `there is no namespace ${namespace}` };
        }
        const why = `can't read the labels of namespace ${namespace}: ${apiMessage(error)}`;
        // The check of admission answers the same, and needs no right of its own.
        const unread: Finding = { check: 'pod-security', answer: 'unknown', why, harmless: true };
        return [unread, ...judgeListedAgents(here, undefined)];
      }
    }),
  );
  return findings.flat();
}

/**
 * What a level means for the agent. `baseline` allows KILL, DAC_OVERRIDE and root, and not NET_ADMIN; `restricted` allows none
 * of them.
 *
 * Source: kubernetes.io/docs/concepts/security/pod-security-standards.
 */
export function judgeLevel(namespace: string, level: string | undefined, right: AgentRight): Finding {
  const check = 'pod-security';
  if (level === undefined) {
    const why = `namespace ${namespace} has no level of its own: that of the cluster holds, mostly privileged${later(right)}`;
    return { check, answer: 'yes', why };
  }
  const takesAll = right === 'NET_ADMIN' || right === 'hostNetwork';
  const isTaken = right === 'none' || (level === 'baseline' && !takesAll);
  if (level === 'privileged' || isTaken) {
    return { check, answer: 'yes', why: `namespace ${namespace} enforces ${level}${later(right)}` };
  }
  const needed = takesAll ? 'privileged' : 'baseline or privileged';
  const why = `namespace ${namespace} enforces ${level}, the agent needs ${needed}: label it ${LABEL}=${needed.split(' ').at(-1)}`;
  return { check, answer: 'no', why };
}

/** What an agent with NET_ADMIN means for the pod afterwards: it stays in its list. */
function later(right: AgentRight): string {
  return right !== 'NET_ADMIN'
    ? ''
    : '; each agent stays listed in its pod, which takes no further ephemeral container should the level become baseline';
}

/**
 * What it means that pods have had an agent with NET_ADMIN. Pod Security looks at the whole pod with each further ephemeral
 * container, those that have ended too: under `baseline` or `restricted` such a pod takes none, of nobody.
 *
 * Source: k8s.io/pod-security-admission (`admission.go`, pods/ephemeralcontainers).
 */
export function judgeListedAgents(
  targets: readonly Pick<Target, 'pod'>[],
  level: string | undefined,
): Finding[] {
  const check = 'pod-security';
  const listing = targets.filter(({ pod }) => listsNetAdmin(pod)).length;
  if (listing === 0) return [];
  const who = `${countHaving(listing, targets.length)} an ephemeral container with NET_ADMIN in the list`;
  const way = 'a pod that is deleted is replaced by one without it';
  if (level !== 'baseline' && level !== 'restricted') {
    const why = `${who}: should the namespace become baseline or restricted, no further one is taken there, by kubectl debug neither; ${way}`;
    return [{ check, answer: 'warning', why }];
  }
  const why = `${who}, and the namespace enforces ${level}: no further one is taken there, by kubectl debug neither; ${way}`;
  return [{ check, answer: listing === targets.length ? 'no' : 'warning', why }];
}

function listsNetAdmin({ spec }: V1Pod): boolean {
  return (spec?.ephemeralContainers ?? []).some(({ securityContext }) =>
    (securityContext?.capabilities?.add ?? []).includes('NET_ADMIN'),
  );
}
