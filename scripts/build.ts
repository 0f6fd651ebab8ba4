/** `npm run build [-- generic|starter]`: one file per podder in dist, and the root folders of their images. */
import { mkdir, writeFile } from 'node:fs/promises';
import { IMAGE_CONFIG, makeImageRoot } from './build/image-root.ts';
import { buildPodder, makeDist, PODDERS } from './build/programs.ts';
import { ROOT } from './files.ts';

/** The binary that goes into the images: the one this runs with, which the lock file pins. */
const NODE = process.execPath;

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(PODDERS as readonly string[]).includes(name));
if (unknown === undefined) {
  await makeDist();
  await mkdir(`${ROOT}dist/images`, { recursive: true });
  await writeFile(`${ROOT}dist/images/image.json`, `${JSON.stringify(IMAGE_CONFIG, null, 2)}\n`);
  for (const name of asked.length > 0 ? asked : PODDERS) {
    await makeImageRoot(`${ROOT}dist/images/${name}`, NODE, await buildPodder(name, NODE));
    process.stderr.write(`built dist/${name}.js, dist/${name}.blob and dist/images/${name}\n`);
  }
} else {
  process.stderr.write(`build: expected ${PODDERS.join(' or ')}, got ${JSON.stringify(unknown)}\n`);
  process.exitCode = 2;
}
