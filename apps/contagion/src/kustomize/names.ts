import { rename, type Resource } from './resource.ts';
import type { Kustomization } from './kustomization.ts';

/** Kinds whose names kustomize leaves alone. */
const KEEPS_NAME: ReadonlySet<string> = new Set(['Namespace', 'CustomResourceDefinition', 'APIService']);

/** Kinds that belong to no namespace. */
const WITHOUT_NAMESPACE: ReadonlySet<string> = new Set(['Namespace', 'Node']);

/** Sets the namespace, and gives names their prefix and suffix. */
export function changeNames(
  resources: readonly Resource[],
  { namespace, namePrefix, nameSuffix }: Kustomization,
): void {
  for (const resource of resources) {
    const { kind, metadata } = resource.object;
    if (namespace !== '') {
      if (kind === 'Namespace') rename(resource, namespace);
      else if (!WITHOUT_NAMESPACE.has(kind)) metadata.namespace = namespace;
    }
    if (!KEEPS_NAME.has(kind)) rename(resource, `${namePrefix}${metadata.name}${nameSuffix}`);
  }
}
