import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../files.ts';
import { removeOld } from './remove-old.ts';
import { withMakingFolder } from './whole.ts';

const SOURCE = `${ROOT}apps/observatory/page`;

/** What the browser begins with, and what it loads as a worker, each in a file of its own: name of the file and its source. */
const ENTRIES: readonly Readonly<{ out: string; in: string }>[] = [
  { out: 'page', in: `${SOURCE}/main.tsx` },
  { out: 'page', in: `${SOURCE}/page.css` },
  { out: 'estimates-worker', in: `${SOURCE}/estimates/estimates-worker.ts` },
];

/** What is served as it is. */
const FILES = ['index.html', 'icon.svg'] as const;

/** Bundles the observatory's page into a folder; what a tab alone needs is loaded with the tab. */
export async function buildPage(folder: string): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [...ENTRIES],
    outdir: folder,
    write: false,
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
  });
  // The page comes last: whoever loads it finds the rest.
  const names = [...outputFiles.map(({ path }) => basename(path)), ...FILES.toReversed()];
  await mkdir(folder, { recursive: true });
  await withMakingFolder(folder, async (making) => {
    for (const { path, contents } of outputFiles) await writeFile(join(making, basename(path)), contents);
    for (const name of FILES) await copyFile(`${SOURCE}/${name}`, join(making, name));
    for (const name of names) await rename(join(making, name), join(folder, name));
  });
  await removeOld(folder, new Set(names));
}
