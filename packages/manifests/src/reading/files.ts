import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ManifestError } from '../errors.ts';
import { MAX_MANIFEST_BYTES } from '../limits.ts';

/** The names a kustomization may have. */
export const KUSTOMIZATION_FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

const MANIFEST = /\.(ya?ml|json)$/i;

/** What a path leads to. */
export type PathKind = 'file' | 'folder';

/** Says what a path leads to. @throws {ManifestError} MANIFEST_UNREADABLE where that is nothing. */
export async function pathKind(path: string): Promise<PathKind> {
  const stats = await stat(path).catch((cause: Error) => {
    throw missing(path, 'a file or folder', cause);
  });
  return stats.isDirectory() ? 'folder' : 'file';
}

/** The content of a file. @throws {ManifestError} MANIFEST_UNREADABLE where it can't be read or is far too large. */
export async function readBytes(path: string): Promise<Buffer> {
  const { size } = await stat(path).catch((cause: Error) => {
    throw missing(path, 'a file', cause);
  });
  if (size > MAX_MANIFEST_BYTES) {
    throw new ManifestError(
      'MANIFEST_UNREADABLE',
      `${path}: expected at most ${MAX_MANIFEST_BYTES} bytes, got ${size}`,
    );
  }
  return readFile(path).catch((cause: Error) => {
    throw missing(path, 'a readable file', cause);
  });
}

/** The text of a file, a byte order mark included. @throws {ManifestError} MANIFEST_UNREADABLE where it is no UTF-8. */
export async function readText(path: string): Promise<string> {
  return utf8(await readBytes(path), path);
}

/** Bytes as the text they are. @throws {ManifestError} MANIFEST_UNREADABLE where they are none. */
export function utf8(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new ManifestError('MANIFEST_UNREADABLE', `${path}: expected a text in UTF-8, got other bytes`, {
      cause,
    });
  }
}

/** The kustomization of a folder; undefined where it has none. */
export async function findKustomization(folder: string): Promise<string | undefined> {
  const names = await readdir(folder);
  const found = KUSTOMIZATION_FILES.filter((name) => names.includes(name));
  if (found.length > 1) {
    throw new ManifestError(
      'MANIFEST_KUSTOMIZATION',
      `${folder}: expected one kustomization, got ${found.join(' and ')}`,
    );
  }
  return found[0] && join(folder, found[0]);
}

/** The manifests of a folder, not of those within it, sorted by name. */
export async function manifestsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => MANIFEST.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

function missing(path: string, expected: string, cause: Error & { code?: string }): ManifestError {
  const got = cause.code === 'ENOENT' ? 'nothing there' : cause.message;
  return new ManifestError('MANIFEST_UNREADABLE', `${path}: expected ${expected}, got ${got}`, { cause });
}
