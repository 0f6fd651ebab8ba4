import { readFile } from 'node:fs/promises';
import { run } from './command.ts';

/** As `rig/initramfs.ts` writes it. */
const MODULE_LIST = '/modules.json';

type Module = readonly [name: string, file: string, depends: readonly string[]];

const loaded = new Set<string>();

/** The modules of the guest, all of which can be loaded. */
export async function moduleNames(): Promise<string[]> {
  return (await moduleList()).map(([name]) => name);
}

/** Loads kernel modules with all that they need; the kernel of the guest loads none by itself. */
export async function loadModules(names: readonly string[]): Promise<void> {
  const list = await moduleList();
  const load = async (name: string): Promise<void> => {
    if (loaded.has(name)) return;
    loaded.add(name);
    const [, file = name, depends = []] = list.find(([other]) => other === name) ?? [];
    for (const needed of depends) await load(needed);
    await run('/bin/busybox', 'insmod', file);
  };
  for (const name of names) await load(name);
}

async function moduleList(): Promise<Module[]> {
  return JSON.parse(await readFile(MODULE_LIST, 'utf8')) as Module[];
}
