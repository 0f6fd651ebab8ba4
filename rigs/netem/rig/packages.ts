import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The kernel as Debian builds it. */
const KERNEL_METAPACKAGE = 'linux-image-amd64';

/** What else is taken from Debian: a shell in one file, and what shows virtual servers and tables of nftables, with their libraries. */
const PROGRAM_PACKAGES = [
  'busybox-static',
  'ipvsadm libnl-3-200 libnl-genl-3-200 libpopt0',
  'nftables libnftables1 libedit2 libjansson4',
].flatMap((names) => names.split(' '));

/** Marks a folder whose packages are all unpacked, and names them: an older rig had fewer. */
const COMPLETE = '.complete';

/** Where the unpacked packages are kept between runs: outside the repository, 400 MB. */
export function cacheFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'pod-contagion', 'netem');
}

/**
 * Downloads Debian's kernel and a few programs with apt-get and unpacks them, unless an earlier run did; nothing is
 * installed. Gives the folder they are unpacked into. Takes the network the first time only.
 */
export async function unpackedPackages(note: (text: string) => void): Promise<string> {
  const cache = cacheFolder();
  const root = join(cache, 'root');
  const names = PROGRAM_PACKAGES.join(' ');
  if ((await readFile(join(root, COMPLETE), 'utf8').catch(() => undefined)) === names) return root;
  const downloads = join(cache, 'packages');
  await rm(downloads, { recursive: true, force: true });
  await mkdir(downloads, { recursive: true });
  const packages = [kernelPackage(), ...PROGRAM_PACKAGES];
  note(`downloading ${packages.join(', ')} into ${downloads}`);
  execFileSync('apt-get', ['-qq', 'download', ...packages], {
    cwd: downloads,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const half = join(cache, 'root.new');
  await rm(half, { recursive: true, force: true });
  await rm(root, { recursive: true, force: true });
  for (const file of await readdir(downloads)) {
    execFileSync('dpkg-deb', ['--extract', join(downloads, file), half]);
  }
  await writeFile(join(half, COMPLETE), names);
  await rename(half, root);
  await rm(downloads, { recursive: true, force: true });
  return root;
}

/** The package with the kernel itself, which the metapackage only points to. */
function kernelPackage(): string {
  const listing = execFileSync('apt-cache', ['depends', KERNEL_METAPACKAGE], { encoding: 'utf8' });
  const name = /Depends: (linux-image-\S+)/.exec(listing)?.[1];
  if (name === undefined)
    throw new Error(`expected ${KERNEL_METAPACKAGE} to depend on a kernel, got: ${listing}`);
  return name;
}
