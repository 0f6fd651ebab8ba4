import { chmod, lutimes, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Sets times and modes of all files in a folder, so that the same inputs give the same layer. */
export async function normalise(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await normalise(child);
    else if (entry.isFile()) await chmod(child, ((await stat(child)).mode & 0o100) === 0 ? 0o444 : 0o555);
    await lutimes(child, 0, 0);
  }
  await chmod(path, 0o755);
  await lutimes(path, 0, 0);
}
