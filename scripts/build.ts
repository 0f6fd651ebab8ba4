/** `npm run build [-- NAME...]`: one file or folder per program in dist, and the root folders of their images. */
import { mkdir, writeFile } from 'node:fs/promises';
import { CHAOS_IMAGE_CONFIG, makeChaosFiles } from './build/chaos-files.ts';
import { makeChaosRoot, missingPrograms } from './build/chaos-root.ts';
import { IMAGE_CONFIG, makeImageRoot, type ImageConfig } from './build/image-root.ts';
import { makeObservatoryRoot, OBSERVATORY_IMAGE_CONFIG } from './build/observatory-root.ts';
import { removeStampOfOthers } from './build/freshness.ts';
import { buildPodder, inDist, PODDERS } from './build/programs.ts';
import { ROOT } from './files.ts';

/** The binary that goes into the images: the one this runs with, which the lock file pins. */
const NODE = process.execPath;

const IMAGES = `${ROOT}dist/images`;

/** What can be built, by name. */
const BUILDS: Readonly<Record<string, () => Promise<void>>> = {
  ...Object.fromEntries(PODDERS.map((name) => [name, () => buildPodderImage(name)])),
  observatory: () => makeObservatoryRoot(`${IMAGES}/observatory`, NODE),
  chaos: () => makeChaosRoot(`${IMAGES}/chaos`, NODE),
  // For Dockerfile.chaos, which has the rest from Debian.
  'chaos-files': () => makeChaosFiles(`${IMAGES}/chaos-files`, NODE),
};

async function buildPodderImage(name: string): Promise<void> {
  await makeImageRoot(`${IMAGES}/${name}`, NODE, await buildPodder(name, NODE));
}

function writeConfig(file: string, config: ImageConfig): Promise<void> {
  return writeFile(`${IMAGES}/${file}`, `${JSON.stringify(config, null, 2)}\n`);
}

/** All images that this machine can make. */
function all(): string[] {
  const missing = missingPrograms();
  if (missing.length === 0) return [...PODDERS, 'observatory', 'chaos'];
  process.stderr.write(`no image of chaos here, for want of ${missing.join(', ')}: use Dockerfile.chaos\n`);
  return [...PODDERS, 'observatory'];
}

async function build(names: readonly string[]): Promise<void> {
  await removeStampOfOthers();
  await mkdir(IMAGES, { recursive: true });
  await writeConfig('image.json', IMAGE_CONFIG);
  await writeConfig('observatory.json', OBSERVATORY_IMAGE_CONFIG);
  await writeConfig('chaos.json', CHAOS_IMAGE_CONFIG);
  for (const name of names) {
    await BUILDS[name]?.();
    process.stderr.write(`built dist/images/${name}\n`);
  }
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(BUILDS, name));
if (unknown === undefined) {
  await inDist(() => build(asked.length > 0 ? asked : all()));
} else {
  process.stderr.write(
    `build: expected ${Object.keys(BUILDS).join(' or ')}, got ${JSON.stringify(unknown)}\n`,
  );
  process.exitCode = 2;
}
