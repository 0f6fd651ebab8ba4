import { apiMessage, statusOf } from '../kubernetes/api-error.ts';
import type { Kubernetes } from '../kubernetes/connect.ts';
import { requestOptions } from '../kubernetes/requests.ts';
import type { Finding, PreflightFault } from './check.ts';
import { describePermission, FAULT_PERMISSIONS, type Permission } from './permissions.ts';

/** What the API server says to one question; `silent`: this cluster does not say to anyone. */
export type Access = 'allowed' | 'denied' | 'silent' | Readonly<{ error: string }>;

/** Asks whether something is allowed in a namespace. */
export type AskAccess = (namespace: string, permission: Permission) => Promise<Access>;

/** Makes a question to the API server about one's own rights; each is asked once. */
export function createAskAccess(kube: Kubernetes, signal: AbortSignal | undefined): AskAccess {
  const asked = new Map<string, Promise<Access>>();
  return (namespace, permission) => {
    const key = `${namespace} ${describePermission(permission)}`;
    const known = asked.get(key) ?? review(kube, namespace, permission, signal);
    asked.set(key, known);
    return known;
  };
}

async function review(
  kube: Kubernetes,
  namespace: string,
  { verb, group, resource, subresource }: Permission,
  signal: AbortSignal | undefined,
): Promise<Access> {
  const resourceAttributes = {
    namespace,
    verb,
    group,
    resource,
    ...(subresource === undefined ? {} : { subresource }),
  };
  try {
    const { status } = await kube.authorization.createSelfSubjectAccessReview(
      { body: { spec: { resourceAttributes } } },
      await requestOptions(kube, { signal }),
    );
    return status?.allowed === true ? 'allowed' : 'denied';
  } catch (error) {
    return statusOf(error) === 404 ? 'silent' : { error: apiMessage(error) };
  }
}

/** Asks for all that a fault needs in each namespace. */
export async function checkPermissions(
  ask: AskAccess,
  namespaces: readonly string[],
  fault: PreflightFault,
  withNodeCheck: boolean,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const namespace of namespaces) {
    const access = new Map<Permission, Access>();
    for (const permission of FAULT_PERMISSIONS[fault]) {
      if (permission.need === 'node-check' && !withNodeCheck) continue;
      access.set(permission, await ask(namespace, permission));
    }
    findings.push(...judgeAccess(namespace, access));
  }
  return findings;
}

/** What the answers of one namespace come to. */
export function judgeAccess(namespace: string, access: ReadonlyMap<Permission, Access>): Finding[] {
  const entries = [...access];
  const denied = entries.filter(([, is]) => is === 'denied').map(([permission]) => permission);
  const failed = entries.flatMap(([, is]) => (typeof is === 'object' ? [is.error] : []));
  if (entries.some(([, is]) => is === 'silent')) {
    const why = `this cluster does not say what is allowed in ${namespace}`;
    return [{ check: 'permissions', answer: 'unknown', why, harmless: true }];
  }
  if (failed[0] !== undefined) {
    return [{ check: 'permissions', answer: 'unknown', why: `can't ask for ${namespace}: ${failed[0]}` }];
  }
  const missing = missingOf(
    denied,
    entries.map(([permission]) => permission),
  );
  if (missing.length > 0) {
    const list = missing
      .map((permission) => `${describePermission(permission)} (${permission.use})`)
      .join('; ');
    return [{ check: 'permissions', answer: 'no', why: `not allowed in ${namespace}: ${list}` }];
  }
  if (denied.length === 0)
    return [{ check: 'permissions', answer: 'yes', why: `all allowed in ${namespace}` }];
  const list = denied.map((permission) => `${describePermission(permission)} (${permission.use})`).join('; ');
  return [
    { check: 'permissions', answer: 'warning', why: `not allowed in ${namespace}, and not needed: ${list}` },
  ];
}

/** What is denied and can't be done without; of the two ways to a container one is enough. */
function missingOf(denied: readonly Permission[], all: readonly Permission[]): Permission[] {
  const always = denied.filter(({ need }) => need === 'always');
  const ways = (['exec', 'agent'] as const).filter((way) => all.some(({ need }) => need === way));
  const isOpen = ways.some((way) => !denied.some(({ need }) => need === way));
  if (ways.length === 0 || isOpen) return always;
  return [...always, ...denied.filter(({ need }) => need === 'exec' || need === 'agent')];
}
