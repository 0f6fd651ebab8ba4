/** Makes one file of each package that tests load all the time. Run before `npm test`. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from '../files.ts';
import { ONE_FILE_PACKAGES, oneFileOf } from './one-file-packages.ts';

/** Parts of the packages are CommonJS and ask for modules of Node.js. */
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;

for (const name of ONE_FILE_PACKAGES) {
  const exported = await import(name);
  const main = 'default' in exported ? `export { default } from '${name}';` : '';
  await build({
    stdin: { contents: `export * from '${name}'; ${main}`, resolveDir: ROOT },
    outfile: fileURLToPath(oneFileOf(name)),
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: REQUIRE },
    logLevel: 'warning',
  });
}
