import { mkdir, writeFile } from 'node:fs/promises';
import { ROOT } from '../files.ts';
import { bundle } from './bundle.ts';
import { bundleCommandLine } from './command-line.ts';
import { buildSnapshot } from './snapshot.ts';
import { inTurn } from './turns.ts';
import { makeWhole, removeUnfinished } from './whole.ts';

/** The podders, by the names of their apps. */
export const PODDERS = ['generic', 'starter'] as const;

/** What the image of the chaos toolkit has on its PATH, by the names of their apps. */
export const CHAOS_PROGRAMS = ['pod-chaos', 'chaos-agent'] as const;

/** What runs on this machine from a bundle, by the names of their apps. */
export const COMMAND_LINES = ['contagion', 'observatory', ...CHAOS_PROGRAMS] as const;

const DIST = `${ROOT}dist`;

/** Where the observatory's page is built. */
export const PAGE = `${DIST}/page`;

/**
 * Makes the dist folder, in which bundles are CommonJS, which the package.json above it would deny, and does `work` there,
 * one process at a time.
 */
export async function inDist(work: () => Promise<void>): Promise<void> {
  await mkdir(DIST, { recursive: true });
  await inTurn(`${DIST}/lock`, async (isAlone) => {
    if (isAlone) await removeUnfinished(DIST);
    await makeWhole(`${DIST}/package.json`, (path) => writeFile(path, '{ "type": "commonjs" }\n'));
    await work();
  });
}

/** Bundles a podder into dist/NAME.js and makes its start-up snapshot, dist/NAME.blob; returns the latter. */
export async function buildPodder(name: string, node: string): Promise<string> {
  const file = `${DIST}/${name}.js`;
  const blob = `${DIST}/${name}.blob`;
  await bundle(`${ROOT}apps/${name}/src/main.ts`, file);
  await buildSnapshot(node, file, blob);
  return blob;
}

/** Bundles a command line into the folder dist/NAME, whose main.mjs starts it; returns the folder. */
export async function buildCommandLine(name: string): Promise<string> {
  const folder = `${DIST}/${name}`;
  await bundleCommandLine(`${ROOT}apps/${name}/src/main.ts`, folder);
  return folder;
}
