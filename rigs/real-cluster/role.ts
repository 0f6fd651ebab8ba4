import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/files.ts';
import { must, type Kubectl } from './run.ts';

/** One rule of a Role. */
export type Rule = Readonly<{
  apiGroups: readonly string[];
  resources: readonly string[];
  verbs: readonly string[];
}>;

/** One thing that a Role allows. */
export type Right = Readonly<{ verb: string; group: string; resource: string }>;

/** An account whose rights are changed. */
export type Grantee = Readonly<{ namespace: string; account: string }>;

/** How long the API server may take until it decides by a Role that has changed, in ms. */
const LIMIT_MS = 30_000;

/** All that a Role of kubernetes/chaos/roles allows, one by one. */
export function rightsOf(role: string): Right[] {
  const text = readFileSync(`${ROOT}kubernetes/chaos/roles/${role}/role.yaml`, 'utf8');
  const { rules } = parse(text) as { rules: readonly Rule[] };
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => ({ verb, group, resource }))),
    ),
  );
}

/** `patch pods/ephemeralcontainers`, as kubectl auth can-i takes it. */
export function describeRight({ verb, group, resource }: Right): string {
  const [type = '', subresource] = resource.split('/');
  const full = group === '' ? type : `${type}.${group}`;
  return `${verb} ${subresource === undefined ? full : `${full}/${subresource}`}`;
}

/** Gives an account these rights of all, and no others; returns once the API server decides by it. */
export async function grant(
  kubectl: Kubectl,
  { namespace, account }: Grantee,
  all: readonly Right[],
  given: readonly Right[],
): Promise<void> {
  const rules: Rule[] = given.map(({ verb, group, resource }) => ({
    apiGroups: [group],
    resources: [resource],
    verbs: [verb],
  }));
  const metadata = { name: account, namespace };
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: account };
  const subjects = [{ kind: 'ServiceAccount', name: account, namespace }];
  const items = [
    { apiVersion, kind: 'Role', metadata, rules },
    { apiVersion, kind: 'RoleBinding', metadata, roleRef, subjects },
  ];
  await must(kubectl, ['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  const untilMs = performance.now() + LIMIT_MS;
  for (const right of all) {
    const wanted = given.includes(right) ? 'yes' : 'no';
    while ((await canI(kubectl, { namespace, account }, right)) !== wanted) {
      if (performance.now() > untilMs) throw new Error(`expected ${wanted} for ${describeRight(right)}`);
      await sleep(100);
    }
  }
}

async function canI(kubectl: Kubectl, { namespace, account }: Grantee, right: Right): Promise<string> {
  const [verb = '', type = ''] = describeRight(right).split(' ');
  const [resource = '', subresource] = type.split('/');
  const { stdout } = await kubectl([
    'auth',
    'can-i',
    verb,
    resource,
    ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
    `--as=system:serviceaccount:${namespace}:${account}`,
    '-n',
    namespace,
  ]);
  return stdout.trim();
}
