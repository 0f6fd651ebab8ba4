import { resourceOf } from '../kubernetes/resources.ts';
import { podSpecPath, recordsAt, type FieldPath } from './fields.ts';
import type { Resource } from './resource.ts';

/** Where pods name other objects: the kind named, the way from the pod's spec, and the field. */
const REFERENCES: readonly (readonly [kind: string, way: FieldPath, field: string])[] = [
  ['ServiceAccount', [], 'serviceAccountName'],
  ['ConfigMap', ['volumes', '*', 'configMap'], 'name'],
  ['ConfigMap', ['volumes', '*', 'projected', 'sources', '*', 'configMap'], 'name'],
  ...['containers', 'initContainers'].flatMap((list) => [
    ['ConfigMap', [list, '*', 'envFrom', '*', 'configMapRef'], 'name'] as const,
    ['ConfigMap', [list, '*', 'env', '*', 'valueFrom', 'configMapKeyRef'], 'name'] as const,
  ]),
];

/** Lets pods name what was renamed by its new name. */
export function fixReferences(resources: readonly Resource[]): void {
  for (const { object } of resources) {
    const podSpec = podSpecPath(object.kind);
    if (podSpec === undefined) continue;
    for (const [kind, way, field] of REFERENCES) {
      for (const record of recordsAt(object, [...podSpec, ...way])) {
        const named = resources.find(
          (each) =>
            each.object.kind === kind &&
            resourceOf(each.object) !== undefined &&
            each.names.includes(record[field] as string) &&
            each.object.metadata.namespace === object.metadata.namespace,
        );
        if (named !== undefined) record[field] = named.object.metadata.name;
      }
    }
  }
}
