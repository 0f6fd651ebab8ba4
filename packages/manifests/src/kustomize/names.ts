import { isRecord, own } from '@pod-contagion/notations';
import { changeFields, isOfKind, type FieldSpec } from './fields.ts';
import { isSameObject, nameNow, rememberName, type Resource } from './resource.ts';
import type { Kustomization } from './kustomization.ts';

/** Kinds whose names kustomize leaves alone, whatever their group; but for APIService. */
const KEEP_NAMES: readonly Omit<FieldSpec, 'path'>[] = [
  { kind: 'CustomResourceDefinition' },
  { kind: 'APIService', group: 'apiregistration.k8s.io' },
  { kind: 'Namespace' },
];

/** Where else the namespace goes. Source: kustomize's builtinpluginconsts/namespace.go. */
const NAMESPACES: readonly FieldSpec[] = [
  { path: 'spec/service/namespace', group: 'apiregistration.k8s.io', kind: 'APIService', create: true },
  {
    path: 'spec/conversion/webhook/clientConfig/service/namespace',
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
  },
];

/**
 * Sets the namespace, and gives names their prefix and suffix.
 * @throws {Error} where two objects would be one.
 */
export function changeNames(
  resources: readonly Resource[],
  { namespace, namePrefix, nameSuffix }: Kustomization,
): void {
  if (namespace !== '') for (const resource of resources) setNamespace(resource, namespace, resources);
  for (const resource of resources) addToName(resource, namePrefix, '');
  for (const resource of resources) addToName(resource, '', nameSuffix);
}

function setNamespace(resource: Resource, namespace: string, resources: readonly Resource[]): void {
  rememberName(resource);
  const { object, scopes } = resource;
  if (!scopes.isClusterScoped(object)) object.metadata.namespace = namespace;
  if (object.kind === 'Namespace' && object.apiVersion === 'v1') object.metadata.name = namespace;
  if (object.kind === 'RoleBinding' || object.kind === 'ClusterRoleBinding') {
    const subjects = own(object, 'subjects');
    for (const subject of Array.isArray(subjects) ? subjects : []) {
      if (isRecord(subject) && subject['name'] === 'default') subject['namespace'] = namespace;
    }
  }
  for (const spec of NAMESPACES) changeFields(object, spec, () => namespace);
  if (resources.filter((each) => isSameObject(each, resource)).length > 1) {
    throw new Error(
      `expected each object once in namespace ${namespace}, got ${nameNow(resource).name} twice`,
    );
  }
}

function addToName(resource: Resource, prefix: string, suffix: string): void {
  const { object } = resource;
  const first = { ...object, kind: resource.earlier[0]?.kind ?? object.kind };
  if (prefix + suffix === '' || KEEP_NAMES.some((kind) => isOfKind(first, kind))) return;
  if (prefix !== '') resource.prefixes.push(prefix);
  if (suffix !== '') resource.suffixes.push(suffix);
  rememberName(resource);
  object.metadata.name = `${prefix}${object.metadata.name}${suffix}`;
}
