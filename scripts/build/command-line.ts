import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build as runBuild } from 'esbuild';
import { ROOT } from '../files.ts';
import { dynamicCommonJs } from './dynamic-common-js.ts';
import { removeOld } from './remove-old.ts';
import { withMakingFolder } from './whole.ts';

/** CommonJS packages in an ES module ask for built-ins by `require`, which such a module does not have. */
const REQUIRE =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/**
 * Bundles a command line into a folder of ES modules. What is imported dynamically is a file of its own there, so
 * that a command which does not need it does not load it. A command that runs meanwhile finds what it has yet to load:
 * the names of those files tell their content, and those of earlier builds stay for a day.
 */
export async function bundleCommandLine(entry: string, folder: string): Promise<void> {
  const { outputFiles } = await runBuild({
    entryPoints: { main: entry },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    conditions: ['@pod-contagion/source'],
    // As ES modules, packages are smaller: what is not used is left out.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    // Optional: where they are not installed is said when something is to be drawn.
    external: ['@observablehq/plot', 'jsdom'],
    absWorkingDir: ROOT,
    banner: { js: REQUIRE },
    plugins: [dynamicCommonJs()],
  });
  await mkdir(folder, { recursive: true });
  // The entry comes last: whoever starts it finds the rest.
  const isEntry = (path: string): boolean => basename(path) === 'main.mjs';
  const ordered = outputFiles.toSorted((a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)));
  await withMakingFolder(folder, async (making) => {
    for (const { path, contents } of ordered) await writeFile(join(making, basename(path)), contents);
    for (const { path } of ordered) await rename(join(making, basename(path)), path);
  });
  await removeOld(folder, new Set(outputFiles.map(({ path }) => basename(path))));
}
