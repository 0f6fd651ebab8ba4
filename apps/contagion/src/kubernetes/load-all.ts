import { join } from 'node:path';
import { loadManifests, repositoryManifests, type KubeObject } from '@pod-contagion/manifests';

/**
 * The objects of all these files and kustomizations; of none, the repository's own without its patient zero: `up` infects by itself.
 * @throws {ManifestError} naming the file
 */
export async function loadAll(paths: readonly string[]): Promise<readonly KubeObject[]> {
  const all = paths.length > 0 ? paths : repositoryFolders();
  return (await Promise.all(all.map(loadManifests))).flat();
}

function repositoryFolders(): readonly string[] {
  const root = repositoryManifests();
  return ['services', 'deployments'].map((name) => join(root, name));
}
