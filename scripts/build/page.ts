import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { ROOT } from '../files.ts';
import { belowFirst, indexAsking, loadedLater, partsOf } from './page-parts.ts';
import { removeOld } from './remove-old.ts';
import { withMakingFolder } from './whole.ts';

const SOURCE = `${ROOT}apps/observatory/page`;

/** What the browser begins with, and what it loads as a worker, each in a file of its own: name of the file and its source. */
export const ENTRIES: readonly Readonly<{ out: string; in: string }>[] = [
  { out: 'page', in: `${SOURCE}/main.tsx` },
  { out: 'page', in: `${SOURCE}/page.css` },
  { out: 'estimates-worker', in: `${SOURCE}/estimates/estimates-worker.ts` },
  { out: 'graph-worker', in: `${SOURCE}/panels/graph/graph-worker.ts` },
  { out: 'recording-worker', in: `${SOURCE}/stream/recording-worker.ts` },
  { out: 'stream-worker', in: `${SOURCE}/stream/stream-worker.ts` },
  { out: 'simulate-worker', in: `${SOURCE}/simulate/simulate-worker.ts` },
];

/** What is served as it is. */
const INDEX = 'index.html';
const FILES = [INDEX, 'icon.svg'] as const;

/** Bundles the observatory's page into a folder; what a tab alone needs is loaded with the tab. */
export async function buildPage(folder: string): Promise<void> {
  const options = optionsOf(folder);
  const { metafile: first } = await build(options);
  const plugins = [belowFirst(loadedLater(first), `${SOURCE}/main.tsx`)];
  const { outputFiles, metafile } = await build({ ...options, plugins });
  // The page comes last: whoever loads it finds the rest.
  const names = [...outputFiles.map(({ path }) => basename(path)), ...FILES.toReversed()];
  await mkdir(folder, { recursive: true });
  await withMakingFolder(folder, async (making) => {
    for (const { path, contents } of outputFiles) await writeFile(join(making, basename(path)), contents);
    for (const name of FILES) await copyFile(`${SOURCE}/${name}`, join(making, name));
    const index = await readFile(`${SOURCE}/${INDEX}`, 'utf8');
    await writeFile(join(making, INDEX), indexAsking(index, partsOf(metafile, 'page.js')));
    for (const name of names) await rename(join(making, name), join(folder, name));
  });
  await removeOld(folder, new Set(names));
}

function optionsOf(folder: string): BuildOptions & { write: false; metafile: true } {
  return {
    entryPoints: [...ENTRIES],
    outdir: folder,
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    chunkNames: 'part-[hash]',
    format: 'esm',
    platform: 'browser',
    target: ['es2022', 'chrome120', 'firefox121', 'safari17'],
    conditions: ['@pod-contagion/source'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    absWorkingDir: ROOT,
  };
}
