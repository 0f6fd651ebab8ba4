import { inPlace } from './errors.ts';
import { changeFields, isOfKind, type FieldSpec } from './fields.ts';
import { changeImages } from './images.ts';
import type { Kustomization } from './kustomization.ts';
import { setAnnotations, setLabels } from './labels.ts';
import { changeNames } from './names.ts';
import { applyJsonPatches, applyPatches } from './patches.ts';
import { applyReplacements } from './replacements.ts';
import { allNames, type Resource } from './resource.ts';

/** Source: kustomize's builtinpluginconsts/replicas.go. */
const REPLICAS: readonly FieldSpec[] = [
  'Deployment',
  'ReplicationController',
  'ReplicaSet',
  'StatefulSet',
].map((kind) => ({ path: 'spec/replicas', kind, create: true }));

/** Changes resources as a kustomization says, in kustomize's order. @throws {ManifestError} MANIFEST_KUSTOMIZATION */
export async function transform(
  resources: Resource[],
  kustomization: Kustomization,
  folder: string,
): Promise<void> {
  await applyPatches(resources, kustomization, folder);
  inPlace(folder, () => changeNames(resources, kustomization));
  inPlace(folder, () => changeMetadata(resources, kustomization));
  await applyJsonPatches(resources, kustomization.patchesJson6902, folder);
  inPlace(folder, () => changeReplicas(resources, kustomization));
  inPlace(folder, () => {
    for (const { object } of resources) changeImages(object, kustomization.images);
  });
  await applyReplacements(resources, kustomization, folder);
}

function changeMetadata(resources: readonly Resource[], kustomization: Kustomization): void {
  for (const resource of resources) {
    for (const { pairs = {}, includeSelectors = false, includeTemplates = false } of kustomization.labels) {
      setLabels(resource, pairs, { selectors: includeSelectors, templates: includeTemplates });
    }
    setLabels(resource, kustomization.commonLabels, { selectors: true, templates: true });
    setAnnotations(resource, kustomization.commonAnnotations);
  }
}

function changeReplicas(resources: readonly Resource[], { replicas }: Kustomization): void {
  for (const { name = '', count = 0 } of replicas) {
    let found = false;
    for (const spec of REPLICAS) {
      for (const resource of resources) {
        const names = allNames(resource);
        if (
          !names.some((each) => each.name === name && isOfKind({ ...resource.object, kind: each.kind }, spec))
        )
          continue;
        found = true;
        changeFields(resource.object, spec, () => count);
      }
    }
    if (!found) throw new Error(`replicas: expected a Deployment or ReplicaSet, got ${name}`);
  }
}
