import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

const NAMESPACE = 'dynamic-common-js';

/** Marks the plugin's own question to esbuild, which it would else be asked itself. */
const ASKED = Symbol(NAMESPACE);

/**
 * An esbuild plugin: `await import()` of a CommonJS package gives its names, as it does in Node.js. A bundle of ES modules
 * would else have nothing but the default export, as names are not known before such a package runs.
 */
export function dynamicCommonJs(): Plugin {
  return {
    name: NAMESPACE,
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === ASKED) return null;
        const found = await build.resolve(path, { kind: 'import-statement', resolveDir, pluginData: ASKED });
        if (found.external || found.namespace !== 'file' || !(await isCommonJs(found.path))) return null;
        return { path: found.path, namespace: NAMESPACE };
      });
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => ({
        contents: await withNames(path),
        resolveDir: dirname(path),
        loader: 'js',
      }));
    },
  };
}

/** A module that has the names by which Node.js knows a CommonJS file. */
async function withNames(path: string): Promise<string> {
  const known = Object.keys((await import(pathToFileURL(path).href)) as object);
  const names = known.filter((name) => name !== 'default' && /^[A-Za-z_$][\w$]*$/.test(name));
  const lines = names.map((name) => `const own_${name} = all.${name};\nexport { own_${name} as ${name} };`);
  return [`import all from ${JSON.stringify(path)};`, 'export default all;', ...lines].join('\n');
}

/** By the rules of Node.js: the ending of the file, else the `type` of the nearest package.json. */
async function isCommonJs(path: string): Promise<boolean> {
  const extension = extname(path);
  if (extension === '.cjs') return true;
  if (extension !== '.js') return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) {
      const { type, module } = JSON.parse(text) as { type?: string; module?: string };
      // What a bundler is told to take in place of `main`.
      const isModule = module !== undefined && join(folder, module) === path;
      return type !== 'module' && !isModule;
    }
    if (folder === dirname(folder)) return true;
  }
}
