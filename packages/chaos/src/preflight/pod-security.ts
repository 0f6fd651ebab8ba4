import { apiMessage, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import type { Finding } from './check.ts';

/** The label by which a namespace says its level. Source: kubernetes.io/docs/concepts/security/pod-security-admission. */
const LABEL = 'pod-security.kubernetes.io/enforce';

/** What an agent has to be allowed: NET_ADMIN for network faults, KILL for signals; both as root. */
export type AgentRight = 'NET_ADMIN' | 'KILL';

/** Reads the level of each namespace. */
export async function checkPodSecurity(
  kube: Kubernetes,
  namespaces: readonly string[],
  right: AgentRight,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  return Promise.all(
    namespaces.map(async (namespace): Promise<Finding> => {
      try {
        const { metadata } = await kube.core.readNamespace(
          { name: namespace },
          await requestOptions(kube, { signal }),
        );
        return judgeLevel(namespace, metadata?.labels?.[LABEL], right);
      } catch (error) {
        if (statusOf(error) === 404) {
          return { check: 'pod-security', answer: 'no', why: `there is no namespace ${namespace}` };
        }
        const why = `can't read the labels of namespace ${namespace}: ${apiMessage(error)}`;
        // The check of admission answers the same, and needs no right of its own.
        return { check: 'pod-security', answer: 'unknown', why, harmless: true };
      }
    }),
  );
}

/**
 * What a level means for the agent. `baseline` allows KILL and root, and not NET_ADMIN; `restricted` allows none of them.
 *
 * Source: kubernetes.io/docs/concepts/security/pod-security-standards.
 */
export function judgeLevel(namespace: string, level: string | undefined, right: AgentRight): Finding {
  const check = 'pod-security';
  if (level === undefined) {
    const why = `namespace ${namespace} has no level of its own: that of the cluster holds, mostly privileged`;
    return { check, answer: 'yes', why };
  }
  if (level === 'privileged' || (level === 'baseline' && right === 'KILL')) {
    return { check, answer: 'yes', why: `namespace ${namespace} enforces ${level}` };
  }
  const needed = right === 'KILL' ? 'baseline or privileged' : 'privileged';
  const why = `namespace ${namespace} enforces ${level}, the agent needs ${needed}: label it ${LABEL}=${needed.split(' ').at(-1)}`;
  return { check, answer: 'no', why };
}
