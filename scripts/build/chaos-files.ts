import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../files.ts';
import { bundleCommandLine } from './command-line.ts';
import { copyNode, USER, type ImageConfig } from './image-root.ts';
import { normalise } from './normalise.ts';
import { CHAOS_PROGRAMS } from './programs.ts';

/**
 * How a container of the chaos toolkit starts. iptables of the legacy kind wants a lock file, which a read-only root
 * leaves no other place for: every container has a /dev/shm that anyone may write to.
 */
export const CHAOS_IMAGE_CONFIG: ImageConfig = {
  Entrypoint: ['/usr/local/bin/pod-chaos'],
  Env: [
    'NODE_ENV=production',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'XTABLES_LOCKFILE=/dev/shm/xtables.lock',
  ],
  User: USER,
};

/** Where the bundles are in the image. */
const LIBRARY = '/usr/local/lib/pod-contagion';

const NODE = '/usr/local/bin/node';

/** Writes what Debian's packages do not have: Node.js, the bundles, and a command for each. */
export async function writeChaosFiles(root: string, nodeBinary: string): Promise<void> {
  await mkdir(join(root, 'usr/local/bin'), { recursive: true });
  await copyNode(nodeBinary, join(root, NODE));
  for (const name of CHAOS_PROGRAMS) {
    await bundleCommandLine(`${ROOT}apps/${name}/src/main.ts`, join(root, LIBRARY, name));
    const script = `#!/bin/sh\nexec ${NODE} ${LIBRARY}/${name}/main.mjs "$@"\n`;
    await writeFile(join(root, 'usr/local/bin', name), script, { mode: 0o755 });
  }
}

/** Makes a folder of just these files, to be laid over a Debian that has iproute2 and iptables. */
export async function makeChaosFiles(root: string, nodeBinary: string): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await writeChaosFiles(root, nodeBinary);
  await normalise(root);
}
