import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cpioArchive, type ArchiveEntry } from './cpio.ts';
import { modulesInOrder } from './modules.ts';

/** Programs of this machine that the agent and the test call in the guest. */
const PROGRAMS = [
  ['/usr/sbin/ip', '/usr/sbin/tc', '/usr/bin/setpriv', '/usr/bin/unshare', '/usr/bin/nsenter'],
  ['', '-save', '-restore'].flatMap((name) => [`/usr/sbin/iptables${name}`, `/usr/sbin/ip6tables${name}`]),
].flat();

/** Programs of the unpacked packages. */
const UNPACKED_PROGRAMS = ['/sbin/ipvsadm', '/usr/sbin/nft'];

/** Matches and targets of iptables, and the delay distributions of netem: Debian's places for them. */
const PLUGIN_FOLDERS = ['/usr/lib/x86_64-linux-gnu/xtables', '/usr/lib/x86_64-linux-gnu/tc'];

/** Since Debian 12 these are all links into /usr. */
const MERGED = ['bin', 'sbin', 'lib', 'lib64'];

/** The kernel modules that the guest may load, besides those they need. */
export const MODULES: readonly string[] = [
  // libcrc32c asks for it by the name of its algorithm, which is no dependency between modules.
  'crc32c_generic',
  'veth dummy ifb sch_netem sch_prio sch_tbf sch_htb sch_ingress cls_u32 cls_flower cls_matchall act_mirred act_gact',
  'ip_tables ip6_tables nf_tables nft_compat nft_reject nft_reject_inet nft_ct ipt_REJECT ip6t_REJECT',
  'xt_tcpudp xt_time xt_comment xt_multiport xt_conntrack xt_mark xt_limit xt_addrtype',
  'ip_vs ip_vs_rr nft_chain_nat nft_nat nft_masq nft_numgen xt_nat xt_MASQUERADE',
].flatMap((names) => names.split(' '));

/** What the initramfs is made of: unpacked packages, the Node.js binary, and our own files by their path in the guest. */
export type InitramfsOptions = Readonly<{
  packages: string;
  node: string;
  files: ReadonlyMap<string, string>;
}>;

/** Where the list of modules lies in the guest: a JSON array of `[name, file, depends[]]`. */
export const MODULE_LIST = '/modules.json';

/** The kernel image in the unpacked packages. */
export async function kernelImage(packages: string): Promise<string> {
  const image = (await readdir(join(packages, 'boot'))).find((name) => name.startsWith('vmlinuz-'));
  if (image === undefined) throw new Error(`expected a kernel in ${packages}/boot, got none`);
  return join(packages, 'boot', image);
}

/** Makes the whole root file system of the guest, as an archive that the kernel unpacks into memory. */
export async function makeInitramfs(options: InitramfsOptions): Promise<Uint8Array> {
  const tree = new Tree();
  for (const name of MERGED) tree.add({ path: name, kind: 'link', to: `usr/${name}` });
  for (const name of ['proc', 'sys', 'dev', 'run', 'tmp', 'usr/lib64', 'etc']) tree.addFolder(name);
  tree.add({ path: 'dev/console', kind: 'device', major: 5, minor: 1 });
  await addProgram(tree, options.node, '/usr/bin/node');
  for (const program of PROGRAMS) await addProgram(tree, program, program);
  for (const program of UNPACKED_PROGRAMS) {
    await addProgram(tree, join(options.packages, program), program, options.packages);
  }
  await tree.addFile('/bin/busybox', join(options.packages, 'bin/busybox'), true);
  for (const folder of PLUGIN_FOLDERS.filter((path) => existsSync(path))) {
    for (const name of await readdir(folder)) await addProgram(tree, join(folder, name), join(folder, name));
  }
  await addModules(tree, options.packages);
  for (const [path, text] of options.files) {
    tree.add({ path: path.slice(1), kind: 'file', content: Buffer.from(text), executable: true });
  }
  return cpioArchive(tree.entries());
}

async function addModules(tree: Tree, packages: string): Promise<void> {
  const [release = ''] = await readdir(join(packages, 'lib/modules'));
  const modules = await modulesInOrder(join(packages, 'lib/modules', release, 'kernel'), MODULES);
  const list: unknown[] = [];
  for (const { name, file, depends } of modules) {
    const path = `/lib/modules/${basename(file)}`;
    await tree.addFile(path, file, false);
    list.push([name, path, depends]);
  }
  tree.add({
    path: MODULE_LIST.slice(1),
    kind: 'file',
    content: Buffer.from(JSON.stringify(list)),
    executable: false,
  });
}

/** Adds a program or a library under a path, and what the dynamic loader maps for it, from unpacked packages too. */
async function addProgram(tree: Tree, from: string, path: string, packages?: string): Promise<void> {
  await tree.addFile(path, from, true);
  if (path.endsWith('.dist')) return;
  for (const library of linkedLibraries(await realpath(from), packages)) {
    const isUnpacked = packages !== undefined && library.startsWith(`${packages}/`);
    await tree.addFile(isUnpacked ? library.slice(packages.length) : library, library, true);
  }
}

function linkedLibraries(binary: string, packages?: string): string[] {
  const folders = ['lib', 'usr/lib'].map((folder) => join(packages ?? '/', folder, 'x86_64-linux-gnu'));
  const listing = execFileSync('ldd', [binary], {
    encoding: 'utf8',
    env: { ...process.env, ...(packages !== undefined && { LD_LIBRARY_PATH: folders.join(':') }) },
  });
  return [...listing.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path]) => path as string);
}

/** Entries by path, each once, folders before what is in them. */
class Tree {
  readonly #entries = new Map<string, ArchiveEntry>();

  add(entry: ArchiveEntry): void {
    if (dirname(entry.path) !== '.') this.addFolder(dirname(entry.path));
    this.#entries.set(entry.path, entry);
  }

  addFolder(path: string): void {
    if (!this.#entries.has(path)) this.add({ path, kind: 'folder' });
  }

  async addFile(path: string, from: string, executable: boolean): Promise<void> {
    const target = merged(path);
    if (this.#entries.has(target)) return;
    this.add({ path: target, kind: 'file', content: await readFile(await realpath(from)), executable });
  }

  entries(): ArchiveEntry[] {
    return [...this.#entries.values()];
  }
}

function merged(path: string): string {
  const [first = ''] = path.slice(1).split('/');
  return MERGED.includes(first) ? `usr${path}` : path.slice(1);
}
