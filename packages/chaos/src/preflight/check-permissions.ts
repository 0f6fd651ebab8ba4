import { ChaosError } from '../errors.ts';
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
  { verb, group, resource, subresource, isClusterWide }: Permission,
  signal: AbortSignal | undefined,
): Promise<Access> {
  const resourceAttributes = {
    // Left out, the question is about all of the cluster.
    ...(isClusterWide === true ? {} : { namespace }),
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

/** Asks for all that a fault needs in each namespace, whichever way it goes. */
export async function checkPermissions(
  ask: AskAccess,
  namespaces: readonly string[],
  fault: PreflightFault,
  withNodeCheck: boolean,
): Promise<Finding[]> {
  const permissions = FAULT_PERMISSIONS[fault].filter(
    ({ need }) => need === 'always' || need === 'useful' || (need === 'node-check' && withNodeCheck),
  );
  const isNeeded = ({ need }: Permission): boolean => need === 'always';
  const findings: Finding[] = [];
  for (const namespace of namespaces) {
    findings.push(...judgeAccess(namespace, await askAll(ask, namespace, permissions), isNeeded));
  }
  return findings;
}

/**
 * What a fault can't do without and is not allowed in a namespace; none where the cluster does not say what is allowed.
 * @throws {ChaosError} CHAOS_API where it can't be asked.
 */
export async function missingPermissions(
  kube: Kubernetes,
  namespace: string,
  fault: PreflightFault,
  signal?: AbortSignal,
): Promise<readonly Permission[]> {
  const needed = FAULT_PERMISSIONS[fault].filter(({ need }) => need === 'always');
  const access = await askAll(createAskAccess(kube, signal), namespace, needed);
  for (const answer of access.values()) {
    if (typeof answer === 'object')
      throw new ChaosError('CHAOS_API', `can't ask for ${namespace}: ${answer.error}`);
  }
  return needed.filter((permission) => access.get(permission) === 'denied');
}

/** One of the two ways to a container. */
export type ContainerWay = 'exec' | 'agent';

/**
 * Asks for what one way to a container needs in a namespace, besides what both need. Where the cluster does not say, that
 * has been told before, and there is nothing to add.
 */
export async function checkWayPermissions(
  ask: AskAccess,
  namespace: string,
  way: ContainerWay,
  version: string | undefined,
): Promise<Finding[]> {
  const permissions = FAULT_PERMISSIONS.container.filter(({ need }) => need === way);
  const access = await askAll(ask, namespace, permissions);
  if ([...access.values()].includes('silent')) return [];
  const isNeeded = ({ verb }: Permission): boolean =>
    way === 'agent' || verb === 'get' || createsExec(version);
  return judgeAccess(`${namespace} for ${way === 'exec' ? way : 'an agent'}`, access, isNeeded);
}

/**
 * Whether exec over a WebSocket, which is a GET, is asked for create as well: since Kubernetes 1.35, and where the version
 * is not known that has to be believed.
 *
 * Source: KEP-4006, feature gate AuthorizePodWebsocketUpgradeCreatePermission.
 */
export function createsExec(version: string | undefined): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (major === undefined || minor === undefined) return true;
  return Number(major) > 1 || Number(minor) >= 35;
}

async function askAll(
  ask: AskAccess,
  namespace: string,
  permissions: readonly Permission[],
): Promise<Map<Permission, Access>> {
  const access = new Map<Permission, Access>();
  for (const permission of permissions) access.set(permission, await ask(namespace, permission));
  return access;
}

/** What the answers of one namespace come to; `where` names it. */
export function judgeAccess(
  where: string,
  access: ReadonlyMap<Permission, Access>,
  isNeeded: (permission: Permission) => boolean,
): Finding[] {
  const check = 'permissions';
  const answers = [...access.values()];
  if (answers.includes('silent')) {
    const why = `this cluster does not say what is allowed in ${where}`;
    return [{ check, answer: 'unknown', why, harmless: true }];
  }
  const failed = answers.find((answer) => typeof answer === 'object');
  if (failed !== undefined) {
    return [{ check, answer: 'unknown', why: `can't ask for ${where}: ${failed.error}` }];
  }
  const denied = [...access].filter(([, is]) => is === 'denied').map(([permission]) => permission);
  const missing = denied.filter(isNeeded);
  if (missing.length > 0) {
    return [{ check, answer: 'no', why: `not allowed in ${where}: ${listOf(missing)}` }];
  }
  if (denied.length === 0) return [{ check, answer: 'yes', why: `all allowed in ${where}` }];
  return [{ check, answer: 'warning', why: `not allowed in ${where}, and not needed: ${listOf(denied)}` }];
}

function listOf(permissions: readonly Permission[]): string {
  return permissions.map((permission) => `${describePermission(permission)} (${permission.use})`).join('; ');
}
