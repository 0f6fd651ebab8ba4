import { build } from 'esbuild';
import { ROOT, SOURCE_CONDITION } from '../../../scripts/files.ts';

/** CommonJS packages in an ES module ask for built-ins by `require`, which such a module does not have. */
const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Bundles a program of ours into the text of one ES module, which needs nothing but Node.js. */
export async function bundleProgram(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: ROOT,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    conditions: [SOURCE_CONDITION],
    banner: { js: REQUIRE },
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`expected a bundle of ${entry}, got none`);
  return file.text;
}
