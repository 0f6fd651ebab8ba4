import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A kernel module: its name, its file, and the modules that have to be loaded before it. */
export type KernelModule = Readonly<{ name: string; file: string; depends: readonly string[] }>;

/** Finds the modules of the names given and all that they need, in an order in which they can be loaded. */
export async function modulesInOrder(folder: string, names: readonly string[]): Promise<KernelModule[]> {
  const files = new Map<string, string>();
  for (const path of await readdir(folder, { recursive: true })) {
    if (path.endsWith('.ko')) files.set(moduleName(path), join(folder, path));
  }
  const found = new Map<string, KernelModule>();
  const visit = async (name: string): Promise<void> => {
    if (found.has(name)) return;
    const file = files.get(name);
    if (file === undefined) throw new Error(`expected a kernel module ${name} below ${folder}, got none`);
    const depends = dependenciesIn(await readFile(file, 'latin1'));
    for (const needed of depends) await visit(needed);
    found.set(name, { name, file, depends });
  };
  for (const name of names) await visit(name);
  return [...found.values()];
}

/** The modules that a module's own `.modinfo` section says it depends on. Names have `_` where files may have `-`. */
export function dependenciesIn(module: string): string[] {
  const list = /\0depends=([\w,-]*)\0/.exec(module)?.[1] ?? '';
  return list
    .split(',')
    .filter((name) => name !== '')
    .map((name) => name.replaceAll('-', '_'));
}

function moduleName(path: string): string {
  return basename(path, '.ko').replaceAll('-', '_');
}
