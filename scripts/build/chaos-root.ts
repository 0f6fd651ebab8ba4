import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeChaosFiles } from './chaos-files.ts';
import { linkedLibraries } from './linked-libraries.ts';
import { normalise } from './normalise.ts';

/** Debian's folders that are links into /usr. */
const LINKS = { bin: 'usr/bin', sbin: 'usr/sbin', lib: 'usr/lib', lib64: 'usr/lib64' };

/** What has to be there although it may be empty: a container runtime mounts over some of it. */
const FOLDERS = [
  'usr/bin',
  'usr/sbin',
  'usr/lib',
  'usr/lib64',
  'etc',
  'root',
  'tmp',
  'run',
  'dev',
  'proc',
  'sys',
];

/** Programs of Debian, at the places that its packages give them. */
const PROGRAMS = [
  '/usr/bin/dash',
  '/usr/bin/ip',
  '/usr/sbin/tc',
  '/usr/sbin/xtables-nft-multi',
  '/usr/sbin/xtables-legacy-multi',
];

/** What iptables and tc load or read while they run; the middle one is where other versions of iproute2 have it. */
const DATA = ['/usr/lib/*/xtables/*.so', '/usr/lib/*/tc/*', '/usr/{lib,share}/tc/*', '/etc/iproute2/**/*'];

/** As Debian's alternatives are set: the packet filter of nf_tables unless the other is named. */
const XTABLES = { '': 'xtables-nft-multi', '-nft': 'xtables-nft-multi', '-legacy': 'xtables-legacy-multi' };

/** Says which of the programs are missing here; without them the image can only be made where they are. */
export function missingPrograms(): string[] {
  return [...PROGRAMS, '/usr/bin/ldd'].filter((program) => !existsSync(program));
}

/**
 * Makes the root folder of the chaos toolkit's image without a container engine, out of the programs of Debian's
 * packages that are installed here and what they load. Beside these and our own files there is a shell, and nothing else.
 */
export async function makeChaosRoot(root: string, nodeBinary: string): Promise<void> {
  await rm(root, { recursive: true, force: true });
  for (const folder of FOLDERS) await mkdir(join(root, folder), { recursive: true });
  for (const [link, target] of Object.entries(LINKS)) await symlink(target, join(root, link));
  const data = DATA.flatMap((pattern) => globSync(pattern, { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
  const linked = [nodeBinary, ...PROGRAMS, ...data.filter((file) => file.endsWith('.so'))];
  const libraries = new Set(linked.flatMap(linkedLibraries));
  for (const file of [...PROGRAMS, ...data, ...libraries]) await copy(file, root);
  await symlink('dash', join(root, 'usr/bin/sh'));
  for (const [suffix, program] of Object.entries(XTABLES)) {
    for (const family of ['iptables', 'ip6tables']) {
      for (const action of ['', '-save', '-restore']) {
        await symlink(program, join(root, 'usr/sbin', `${family}${suffix}${action}`));
      }
    }
  }
  await writeFile(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  await writeFile(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  await writeChaosFiles(root, nodeBinary);
  await normalise(root);
}

/** Copies a file's content to where a merged /usr has it. */
async function copy(file: string, root: string): Promise<void> {
  const folder = join(root, await realpath(dirname(file)));
  await mkdir(folder, { recursive: true });
  await cp(await realpath(file), join(folder, basename(file)));
}
