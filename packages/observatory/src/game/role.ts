import { FAULT_PERMISSIONS } from '@pod-contagion/chaos/preflight';

/** The Role that allows to evict and to tell of it, to be read and applied by whoever may. */
export function roleFor(namespace: string): string {
  const rules = FAULT_PERMISSIONS.evict.map(({ group, resource, subresource, verb }) => {
    const name = subresource === undefined ? resource : `${resource}/${subresource}`;
    return `  - { apiGroups: ['${group}'], resources: ['${name}'], verbs: ['${verb}'] }`;
  });
  const head = ['apiVersion: rbac.authorization.k8s.io/v1', 'kind: Role'];
  return [
    ...head,
    `metadata: { name: observatory-game, namespace: ${namespace} }`,
    'rules:',
    ...rules,
    '',
  ].join('\n');
}
