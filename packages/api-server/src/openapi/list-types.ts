import type { FieldType } from '../schema/fields.ts';
import { patchMetadataOf } from '../schema/patch-metadata.ts';

/** What server-side apply is told of a list. */
export type ListType = Readonly<{
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  'x-kubernetes-list-map-keys'?: readonly string[];
}>;

/** Lists that are told apart by more, or by other fields, than the patch merge key. */
const MAP_KEYS: Readonly<Record<string, readonly string[]>> = {
  'V1Container.ports': ['containerPort', 'protocol'],
  'V1EphemeralContainer.ports': ['containerPort', 'protocol'],
  'V1PodSpec.topologySpreadConstraints': ['topologyKey', 'whenUnsatisfiable'],
  'V1ResourceRequirements.claims': ['name'],
  'V1ServiceSpec.ports': ['port', 'protocol'],
};

const SETS: ReadonlySet<string> = new Set([
  'V1ObjectMeta.finalizers',
  'V1NodeSpec.podCIDRs',
  'V1Endpoint.addresses',
]);

/**
 * The kind of a list, by the `+listType` marks of the API's types; the items of a List have none. Source:
 * k8s.io/api/core/v1/types.go and its neighbours.
 */
export function listTypeOf(definition: string, field: string, type: FieldType): ListType {
  if (type.form !== 'list' || (field === 'items' && definition.endsWith('List'))) return {};
  const name = `${definition}.${field}`;
  if (SETS.has(name)) return { 'x-kubernetes-list-type': 'set' };
  const { mergeKey } = patchMetadataOf(definition, field);
  const keys = MAP_KEYS[name] ?? (mergeKey === undefined ? undefined : [mergeKey]);
  if (keys === undefined) return { 'x-kubernetes-list-type': 'atomic' };
  return { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys };
}
