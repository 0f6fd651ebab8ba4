import type { KubeObject } from '@pod-contagion/manifests';

/** Where the objects of a kind are found in the API. */
export type Resource = Readonly<{ plural: string; namespaced: boolean }>;

/** What a local cluster runs, by apiVersion and kind, in the order in which it has to be created. */
const RESOURCES: Readonly<Record<string, Resource>> = {
  'v1 Namespace': { plural: 'namespaces', namespaced: false },
  'v1 Node': { plural: 'nodes', namespaced: false },
  'v1 ServiceAccount': { plural: 'serviceaccounts', namespaced: true },
  'v1 ConfigMap': { plural: 'configmaps', namespaced: true },
  // Before all that makes pods: a container is told of the Services that are there when it starts.
  'v1 Service': { plural: 'services', namespaced: true },
  'v1 Endpoints': { plural: 'endpoints', namespaced: true },
  'discovery.k8s.io/v1 EndpointSlice': { plural: 'endpointslices', namespaced: true },
  'apps/v1 Deployment': { plural: 'deployments', namespaced: true },
  'apps/v1 ReplicaSet': { plural: 'replicasets', namespaced: true },
  'v1 Pod': { plural: 'pods', namespaced: true },
};
const ORDER = Object.keys(RESOURCES);

/** The resource of an object; undefined where a local cluster has no such kind. */
export function resourceOf(object: KubeObject): Resource | undefined {
  return RESOURCES[`${object.apiVersion} ${object.kind}`];
}

/** The kinds there are, for messages. */
export function knownKinds(): string {
  return ORDER.map((key) => key.split(' ')[1]).join(', ');
}

/** The objects in the order in which they have to be created; those of one kind stay in theirs. */
export function inOrderOfCreation(objects: readonly KubeObject[]): readonly KubeObject[] {
  const rank = (object: KubeObject): number => ORDER.indexOf(`${object.apiVersion} ${object.kind}`);
  return objects.toSorted((one, other) => rank(one) - rank(other));
}

/** The address of an object's collection: `/apis/apps/v1/namespaces/lab/deployments`. */
export function collectionPath(object: KubeObject, defaultNamespace: string): string {
  const { plural, namespaced } = resourceOf(object) ?? { plural: '', namespaced: false };
  const root = object.apiVersion.includes('/') ? '/apis' : '/api';
  const namespace = namespaced
    ? `/namespaces/${encodeURIComponent(object.metadata.namespace ?? defaultNamespace)}`
    : '';
  return `${root}/${object.apiVersion}${namespace}/${plural}`;
}
