import { basename, dirname } from 'node:path';
import type { KubeObject } from './reading/objects.ts';
import { findKustomization, KUSTOMIZATION_FILES, manifestsIn, pathKind, readText } from './reading/files.ts';
import { ManifestError } from './errors.ts';
import { objectsIn } from './reading/objects-in.ts';

/**
 * Loads what a path leads to: a manifest, a kustomization (the file or its folder), or a folder of manifests.
 * @throws {ManifestError} MANIFEST_UNREADABLE, MANIFEST_KUSTOMIZATION
 */
export async function loadManifests(path: string): Promise<readonly KubeObject[]> {
  if ((await pathKind(path)) === 'file') {
    if (!(KUSTOMIZATION_FILES as readonly string[]).includes(basename(path))) {
      return objectsIn(await readText(path), path);
    }
    return kustomize(dirname(path));
  }
  if ((await findKustomization(path)) !== undefined) return kustomize(path);
  const files = await manifestsIn(path);
  if (files.length === 0) {
    throw new ManifestError(
      'MANIFEST_UNREADABLE',
      `${path}: expected a kustomization or files that end in .yaml, .yml or .json, got none`,
    );
  }
  const lists = await Promise.all(files.map(async (file) => objectsIn(await readText(file), file)));
  return lists.flat();
}

async function kustomize(folder: string): Promise<readonly KubeObject[]> {
  // Loaded where it is needed: plain manifests do without.
  const { buildKustomization } = await import('./kustomize/build.ts');
  return buildKustomization(folder);
}
