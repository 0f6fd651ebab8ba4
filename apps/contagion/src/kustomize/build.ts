import { realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { ContagionError } from '../errors.ts';
import { nameOf, type KubeObject } from '../kubernetes/objects.ts';
import { MAX_KUSTOMIZATION_DEPTH } from '../limits.ts';
import { findKustomization, pathKind, readText } from '../manifests/files.ts';
import { objectsIn } from '../manifests/objects-in.ts';
import { generateConfigMap, nameHash } from './config-maps.ts';
import { changeImages } from './images.ts';
import { readKustomization, type Kustomization } from './kustomization.ts';
import { setAnnotations, setLabels } from './labels.ts';
import { changeNames } from './names.ts';
import { applyJsonPatches, applyPatches } from './patches.ts';
import { fixReferences } from './references.ts';
import { groupOf, newResource, rename, type Resource } from './resource.ts';

/**
 * Builds the kustomization of a folder as `kubectl kustomize` does, for the fields in common use; others are refused by
 * name. There may be no kubectl where this runs.
 * @throws {ContagionError} CONTAGION_KUSTOMIZATION, CONTAGION_MANIFEST
 */
export async function buildKustomization(folder: string): Promise<readonly KubeObject[]> {
  const resources = await accumulate(folder, []);
  for (const resource of resources) {
    if (resource.hashed) rename(resource, `${resource.object.metadata.name}-${nameHash(resource.object)}`);
  }
  fixReferences(resources);
  return resources.map(({ object }) => object);
}

/** The resources of a folder after all of its transformations, in kustomize's order of these. */
async function accumulate(folder: string, parents: readonly string[]): Promise<Resource[]> {
  const real = await realpath(folder);
  if (parents.includes(real)) throw wrong(folder, 'expected no kustomization within itself, got a circle');
  if (parents.length >= MAX_KUSTOMIZATION_DEPTH) {
    throw wrong(folder, `expected at most ${MAX_KUSTOMIZATION_DEPTH} kustomizations within each other`);
  }
  const file = await findKustomization(folder);
  if (file === undefined) throw wrong(folder, 'expected a kustomization.yaml in it, got none');
  const kustomization = readKustomization(await readText(file), file);
  const resources: Resource[] = [];
  for (const entry of kustomization.resources) {
    for (const resource of await load(folder, entry, [...parents, real])) add(resources, resource, folder);
  }
  for (const source of kustomization.configMapGenerator) {
    const generated = await generateConfigMap(source, kustomization.generatorOptions, folder);
    add(resources, generated, folder);
  }
  await applyPatches(resources, kustomization, folder);
  changeNames(resources, kustomization);
  changeMetadata(resources, kustomization);
  await applyJsonPatches(resources, kustomization.patchesJson6902, folder);
  changeReplicas(resources, kustomization, folder);
  for (const { object } of resources) changeImages(object, kustomization.images);
  fixReferences(resources);
  return resources;
}

async function load(folder: string, entry: string, parents: readonly string[]): Promise<readonly Resource[]> {
  if (/^[a-z+]+:\/\/|^git@|^github\.com[/:]|\?(ref|version)=/.test(entry)) {
    throw wrong(
      folder,
      `expected files and folders as resources, got ${entry}; build it with kubectl kustomize`,
    );
  }
  const path = join(folder, entry);
  if ((await pathKind(path)) === 'folder') return accumulate(path, parents);
  // As kustomize: a file outside would make the folder depend on where it is.
  if (!resolve(path).startsWith(resolve(folder) + sep)) {
    throw wrong(folder, `expected files within this folder as resources, got ${entry}`);
  }
  return objectsIn(await readText(path), path).map((object) => newResource(object));
}

function add(resources: Resource[], resource: Resource, folder: string): void {
  const { object } = resource;
  const same = resources.some(
    (each) =>
      each.object.kind === object.kind &&
      groupOf(each.object.apiVersion) === groupOf(object.apiVersion) &&
      each.object.metadata.name === object.metadata.name &&
      (each.object.metadata.namespace ?? 'default') === (object.metadata.namespace ?? 'default'),
  );
  if (same) throw wrong(folder, `expected each object once, got ${nameOf(object)} twice`);
  resources.push(resource);
}

function changeMetadata(resources: readonly Resource[], kustomization: Kustomization): void {
  for (const { object } of resources) {
    for (const { pairs = {}, includeSelectors = false, includeTemplates = false } of kustomization.labels) {
      setLabels(object, pairs, { selectors: includeSelectors, templates: includeTemplates });
    }
    setLabels(object, kustomization.commonLabels, { selectors: true, templates: true });
    setAnnotations(object, kustomization.commonAnnotations);
  }
}

function changeReplicas(resources: readonly Resource[], { replicas }: Kustomization, folder: string): void {
  for (const { name, count } of replicas) {
    const scaled = resources.filter(
      ({ object, names }) => ['Deployment', 'ReplicaSet'].includes(object.kind) && names.includes(name),
    );
    if (scaled.length === 0)
      throw wrong(folder, `replicas: expected a Deployment or ReplicaSet, got ${name}`);
    for (const { object } of scaled) {
      object['spec'] = { ...(object['spec'] as object | undefined), replicas: count };
    }
  }
}

function wrong(folder: string, message: string): ContagionError {
  return new ContagionError('CONTAGION_KUSTOMIZATION', `${folder}: ${message}`);
}
