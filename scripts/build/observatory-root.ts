import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../files.ts';
import { bundleCommandLine } from './command-line.ts';
import { copyLibraries, copyNode, USER, type ImageConfig } from './image-root.ts';
import { normalise } from './normalise.ts';
import { buildPage } from './page.ts';

/** How a container of the observatory starts. */
export const OBSERVATORY_IMAGE_CONFIG: ImageConfig = {
  Entrypoint: ['/node', '/observatory/main.mjs'],
  Env: ['NODE_ENV=production'],
  User: USER,
};

/** Makes the root folder of the observatory's image FROM scratch: Node.js and what it links to, the bundle, the page. */
export async function makeObservatoryRoot(root: string, nodeBinary: string): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  await copyNode(nodeBinary, join(root, 'node'));
  await copyLibraries(nodeBinary, root);
  await bundleCommandLine(`${ROOT}apps/observatory/src/main.ts`, join(root, 'observatory'));
  await buildPage(join(root, 'page'));
  await normalise(root);
}
