import { realpath } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import { nameOf, type KubeObject } from '../reading/objects.ts';
import { MAX_KUSTOMIZATION_DEPTH } from '../limits.ts';
import { findKustomization, pathKind, readText } from '../reading/files.ts';
import { objectsIn } from '../reading/objects-in.ts';
import { isRespelled } from '../reading/yaml.ts';
import { inPlace, wrong } from './errors.ts';
import { pathWithin, refuseRemote } from './files.ts';
import { addGenerated, generate } from './generators.ts';
import type { Kustomization } from './kustomization.ts';
import { nameHash } from './name-hash.ts';
import { checkMetadata, isLocal } from './notes.ts';
import { readKustomization } from './read-kustomization.ts';
import { fixReferences } from './references.ts';
import { isSameObject, newResource, rememberName, type Resource } from './resource.ts';
import { Scopes } from './scopes.ts';
import { transform } from './transform.ts';

/** What goes through all kustomizations of a build. */
type Build = Readonly<{ scopes: Scopes; parents: readonly string[] }>;

/**
 * Builds the kustomization of a folder as `kubectl kustomize` does, for the fields in common use; others are refused by
 * name. There may be no kubectl where this runs.
 * @throws {ManifestError} MANIFEST_KUSTOMIZATION, MANIFEST_UNREADABLE
 */
export async function buildKustomization(folder: string): Promise<readonly KubeObject[]> {
  const resources = await accumulate(folder, { scopes: new Scopes(), parents: [] });
  for (const resource of resources) {
    if (!resource.hashed) continue;
    rememberName(resource);
    resource.object.metadata.name = `${resource.object.metadata.name}-${nameHash(resource.object)}`;
  }
  inPlace(folder, () => fixReferences(resources));
  return resources.map(({ object }) => object).filter((object) => !isLocal(object));
}

/**
 * The resources of a folder after all of its transformations, in kustomize's order of these. A component gets those of
 * the kustomization it is for, and transforms these too.
 */
async function accumulate(
  folder: string,
  { scopes, parents }: Build,
  given?: Resource[],
): Promise<Resource[]> {
  const real = await realpath(folder);
  if (parents.some((parent) => `${parent}${sep}`.startsWith(`${real}${sep}`))) {
    throw wrong(folder, 'expected no kustomization within itself, got a circle');
  }
  if (parents.length >= MAX_KUSTOMIZATION_DEPTH) {
    throw wrong(folder, `expected at most ${MAX_KUSTOMIZATION_DEPTH} kustomizations within each other`);
  }
  const kustomization = await kustomizationOf(folder, given !== undefined);
  const build: Build = { scopes, parents: [...parents, real] };
  const resources = given ?? [];
  for (const entry of kustomization.resources) {
    for (const resource of await load(folder, entry, build)) add(resources, resource, folder);
  }
  await addAllGenerated(resources, kustomization, folder, scopes);
  for (const entry of kustomization.components) {
    await accumulate(folderOf(folder, entry), build, resources);
  }
  await transform(resources, kustomization, folder);
  return resources;
}

async function kustomizationOf(folder: string, isComponent: boolean): Promise<Kustomization> {
  const file = await findKustomization(folder);
  if (file === undefined) throw wrong(folder, 'expected a kustomization.yaml in it, got none');
  const kustomization = readKustomization(await readText(file), file);
  const expected = isComponent ? 'Component' : 'Kustomization';
  if (kustomization.kind !== expected)
    throw wrong(file, `kind: expected ${expected}, got "${kustomization.kind}"`);
  return kustomization;
}

async function load(folder: string, entry: string, build: Build): Promise<readonly Resource[]> {
  refuseRemote(folder, entry);
  if ((await pathKind(isAbsolute(entry) ? entry : join(folder, entry))) === 'folder') {
    return accumulate(folderOf(folder, entry), build);
  }
  const path = await pathWithin(folder, entry);
  return objectsIn(await readText(path), path, 'kustomize').map((object) => {
    inPlace(`${path}: ${nameOf(object)}`, () => checkMetadata(object));
    build.scopes.add(object);
    return newResource(object, build.scopes, isRespelled(object));
  });
}

function folderOf(folder: string, entry: string): string {
  refuseRemote(folder, entry);
  if (isAbsolute(entry)) throw wrong(folder, `expected folders relative to this one, got ${entry}`);
  return join(folder, entry);
}

async function addAllGenerated(
  resources: Resource[],
  { configMapGenerator, secretGenerator, generatorOptions }: Kustomization,
  folder: string,
  scopes: Scopes,
): Promise<void> {
  const sources = [
    ...configMapGenerator.map((source) => ['ConfigMap', source] as const),
    ...secretGenerator.map((source) => ['Secret', source] as const),
  ];
  for (const [kind, source] of sources) {
    if (!source.name) throw wrong(folder, `expected a name for each ${kind} to generate, got none`);
    const made = await generate(kind, source, generatorOptions, { folder, scopes });
    inPlace(folder, () => addGenerated(resources, made, source.behavior));
  }
}

function add(resources: Resource[], resource: Resource, folder: string): void {
  if (resources.some((each) => isSameObject(each, resource))) {
    throw wrong(folder, `expected each object once, got ${nameOf(resource.object)} twice`);
  }
  resources.push(resource);
}
