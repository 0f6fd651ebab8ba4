import type { Kind } from '../../src/registry/kind.ts';

const TABLE: readonly (readonly [group: string, kind: string, resource: string, namespaced: boolean])[] = [
  ['', 'Namespace', 'namespaces', false],
  ['', 'Node', 'nodes', false],
  ['', 'Pod', 'pods', true],
  ['', 'Service', 'services', true],
  ['', 'Event', 'events', true],
  ['apps', 'Deployment', 'deployments', true],
  ['discovery.k8s.io', 'EndpointSlice', 'endpointslices', true],
];

/** Kinds, as far as OpenAPI is made from them. */
export const someKinds: readonly Kind[] = TABLE.map(([group, kind, resource, namespaced]) => {
  const scale = { specReplicas: () => 0, statusReplicas: () => 0, selector: () => '', setReplicas: () => {} };
  return {
    group,
    version: 'v1',
    kind,
    resource,
    namespaced,
    singular: kind.toLowerCase(),
    definition: kind === 'Event' ? 'CoreV1Event' : `V1${kind}`,
    hasStatus: kind !== 'Event' && kind !== 'EndpointSlice',
    scale: kind === 'Deployment' ? scale : undefined,
    missingVerbs: kind === 'Namespace' ? ['deletecollection'] : undefined,
  } as unknown as Kind;
});
