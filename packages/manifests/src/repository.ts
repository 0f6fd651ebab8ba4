import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ManifestError } from './errors.ts';

/**
 * The folder of the repository's own manifests: `kubernetes` in the first folder above this file that has it, be
 * that source or a bundle.
 * @throws {ManifestError} MANIFEST_UNREADABLE where this was taken out of the repository.
 */
export function repositoryManifests(from: string = fileURLToPath(import.meta.url)): string {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const manifests = join(folder, 'kubernetes');
    if (existsSync(join(manifests, 'kustomization.yaml'))) return manifests;
    if (folder === dirname(folder)) {
      throw new ManifestError(
        'MANIFEST_UNREADABLE',
        `expected a folder kubernetes above ${dirname(from)}, got none; say -f`,
      );
    }
  }
}
