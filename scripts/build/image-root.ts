import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { linkedLibraries } from './linked-libraries.ts';
import { normalise } from './normalise.ts';

/** How a container made of a root folder starts: the part of an OCI image configuration that differs from none. */
export type ImageConfig = Readonly<{ Entrypoint: readonly string[]; Env: readonly string[]; User: string }>;

/** The user every image runs as: nobody in particular, as in distroless images. */
export const USER = '65532:65532';

/**
 * Both images start alike, which is why there is one image.json. The last word of the entrypoint is what Node.js
 * takes for the script, as without it the podder's own flags would be taken for flags of Node.js.
 *
 * The variable makes malloc give back at once what the snapshot was read into (half a MiB of each podder); it is
 * glibc's default, but set it no longer grows by itself.
 */
export const IMAGE_CONFIG: ImageConfig = {
  Entrypoint: ['/node', '--snapshot-blob', '/podder.blob', 'podder'],
  Env: ['NODE_ENV=production', 'MALLOC_MMAP_THRESHOLD_=131072'],
  User: USER,
};

/**
 * Makes the root folder of an image FROM scratch: the Node.js binary without its symbols, the libraries it is
 * linked to at the places its loader looks for them, and one file of our own. Times and modes of the files are
 * set, so that the same inputs give the same layer.
 */
export async function makeImageRoot(root: string, nodeBinary: string, blob: string): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  await copyFile(blob, join(root, 'podder.blob'));
  await copyNode(nodeBinary, join(root, 'node'));
  await copyLibraries(nodeBinary, root);
  await normalise(root);
}

/** Copies what a binary is linked to, to the places where its loader looks for it. */
export async function copyLibraries(nodeBinary: string, root: string): Promise<void> {
  for (const library of linkedLibraries(nodeBinary)) {
    const target = join(root, library);
    await mkdir(dirname(target), { recursive: true });
    await cp(await realpath(library), target);
  }
}

/** Copies the Node.js binary without its symbols, a fifth of it. */
export async function copyNode(nodeBinary: string, target: string): Promise<void> {
  await copyFile(await realpath(nodeBinary), target);
  execFileSync('strip', ['--strip-all', target]);
}
