import { realpath } from 'node:fs/promises';
import { isAbsolute, resolve, sep } from 'node:path';
import { ManifestError } from '../errors.ts';
import { readBytes, utf8 } from '../reading/files.ts';

/** What kustomize, and only it, would fetch from elsewhere. */
const REMOTE = /^[a-z+]+:\/\/|^git@|^github\.com[/:]|\?(ref|version)=/;

/** Refuses an entry that is an address. @throws {ManifestError} MANIFEST_KUSTOMIZATION */
export function refuseRemote(folder: string, entry: string): void {
  if (!REMOTE.test(entry)) return;
  const message = `expected files and folders as resources, got ${entry}; build it with kubectl kustomize`;
  throw new ManifestError('MANIFEST_KUSTOMIZATION', `${folder}: ${message}`);
}

/**
 * The path of a file that a kustomization names. As kustomize: one outside of its folder would make the folder depend on
 * where it is.
 * @throws {ManifestError} MANIFEST_KUSTOMIZATION
 */
export async function pathWithin(folder: string, entry: string): Promise<string> {
  const path = resolve(folder, entry);
  const [root, real] = await Promise.all([realpath(folder), realpath(path).catch(() => path)]);
  const isWithin = real.startsWith(root + sep) || real.startsWith(resolve(folder) + sep);
  if (isWithin && !(isAbsolute(entry) && !entry.startsWith(root))) return path;
  throw new ManifestError(
    'MANIFEST_KUSTOMIZATION',
    `${folder}: expected files within this folder as resources, got ${entry}`,
  );
}

/** The bytes of a file that a kustomization names. */
export async function bytesWithin(folder: string, entry: string): Promise<Buffer> {
  return readBytes(await pathWithin(folder, entry));
}

/** The text of a file that a kustomization names. */
export async function textWithin(folder: string, entry: string): Promise<string> {
  return utf8(await bytesWithin(folder, entry), resolve(folder, entry));
}
