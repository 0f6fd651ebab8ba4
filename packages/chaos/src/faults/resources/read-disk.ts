import { lstat, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { DISK_COUNT_LIMIT } from './limits.ts';
import type { DiskReadings } from './disk-bounds.ts';

/** A block as stat counts it, in bytes, whatever the file system's own are; see stat(2). */
const BLOCK_BYTES = 512;

/** Where a kubelet mounts a file of its own into each container. */
const KUBELETS_FILE = '/dev/termination-log';

/** Reads the file system of a folder; what its files have on disk is counted by `diskUsage`, which takes longer. */
export async function readFileSystem(folder: string): Promise<Omit<DiskReadings, 'usedBytes'>> {
  const [{ bsize, blocks, bavail }, { dev }, nodes] = await Promise.all([
    statfs(folder),
    stat(folder),
    stat(KUBELETS_FILE).catch(() => undefined),
  ]);
  return {
    sizeBytes: bsize * blocks,
    freeBytes: bsize * bavail,
    isNodes: nodes === undefined || nodes.dev === dev,
  };
}

/**
 * What all files below a folder have on disk, in bytes, without those of `except`; as kubelets count it. What can't be
 * read, and what is beyond a hundred thousand entries, is left out.
 */
export async function diskUsage(folder: string, except: string): Promise<number> {
  let count = 0;
  let bytes = 0;
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (path === except) continue;
      count += 1;
      if (count > DISK_COUNT_LIMIT) return bytes;
      bytes += await onDisk(path);
      if (entry.isDirectory()) folders.push(path);
    }
  }
  return bytes;
}

/** What one file has on disk, not how long it is; 0 where it is not there. */
export async function onDisk(path: string): Promise<number> {
  return lstat(path).then(
    ({ blocks }) => blocks * BLOCK_BYTES,
    () => 0,
  );
}
