/** `npm run build [-- generic|starter]`: one file per program in dist, and the root folders of their images. */
import { mkdir, writeFile } from 'node:fs/promises';
import { bundle } from './build/bundle.ts';
import { IMAGE_CONFIG, makeImageRoot } from './build/image-root.ts';
import { buildSnapshot } from './build/snapshot.ts';
import { ROOT } from './files.ts';

const PROGRAMS = ['generic', 'starter'] as const;

/** The binary that goes into the images: the one this runs with, which the lock file pins. */
const NODE = process.execPath;

async function buildProgram(name: string): Promise<void> {
  const file = `${ROOT}dist/${name}.js`;
  const blob = `${ROOT}dist/${name}.blob`;
  await bundle(`${ROOT}apps/${name}/src/main.ts`, file);
  await buildSnapshot(NODE, file, blob);
  await makeImageRoot(`${ROOT}dist/images/${name}`, NODE, blob);
  process.stderr.write(`built dist/${name}.js, dist/${name}.blob and dist/images/${name}\n`);
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(PROGRAMS as readonly string[]).includes(name));
if (unknown === undefined) {
  await mkdir(`${ROOT}dist/images`, { recursive: true });
  // The bundles are CommonJS, which the package.json above them would deny.
  await writeFile(`${ROOT}dist/package.json`, '{ "type": "commonjs" }\n');
  await writeFile(`${ROOT}dist/images/image.json`, `${JSON.stringify(IMAGE_CONFIG, null, 2)}\n`);
  for (const name of asked.length > 0 ? asked : PROGRAMS) await buildProgram(name);
} else {
  process.stderr.write(`build: expected ${PROGRAMS.join(' or ')}, got ${JSON.stringify(unknown)}\n`);
  process.exitCode = 2;
}
