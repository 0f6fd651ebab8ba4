/** What playing takes besides looking, as the toolkit's own Role for evictions has it. */
export const NEEDED: readonly Readonly<{
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
}>[] = [
  { verb: 'list', group: '', resource: 'pods' },
  { verb: 'create', group: '', resource: 'pods', subresource: 'eviction' },
];

/** How a right is called: `create pods/eviction`. */
export function describeRight({ verb, resource, subresource }: (typeof NEEDED)[number]): string {
  return `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
}

/** The Role that allows it, to be read and applied by whoever may. */
export function roleFor(namespace: string): string {
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: Role',
    `metadata: { name: observatory-game, namespace: ${namespace} }`,
    'rules:',
    "  - { apiGroups: [''], resources: [pods], verbs: [list] }",
    "  - { apiGroups: [''], resources: [pods/eviction], verbs: [create] }",
    "  - { apiGroups: [''], resources: [events], verbs: [create] }",
    '',
  ].join('\n');
}
