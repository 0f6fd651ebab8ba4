import { rm } from 'node:fs/promises';
import { build as runBuild } from 'esbuild';
import { ROOT } from '../files.ts';

/** CommonJS packages in an ES module ask for built-ins by `require`, which such a module does not have. */
const REQUIRE =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/**
 * Bundles a command line into a folder of ES modules. What is imported dynamically is a file of its own there, so
 * that a command which does not need it does not load it.
 */
export async function bundleCommandLine(entry: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await runBuild({
    entryPoints: { main: entry },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    conditions: ['@pod-contagion/source'],
    // A CommonJS module that is imported dynamically would only have a default export.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    absWorkingDir: ROOT,
    banner: { js: REQUIRE },
  });
}
