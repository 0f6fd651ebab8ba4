import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../files.ts';
import { makeWhole } from './whole.ts';

/** What `npm install` built, and by which Node.js: a start-up snapshot is of use to that one only. */
type Built = Readonly<{ node: string; platform: string; arch: string }>;

const STAMP = `${ROOT}dist/built.json`;

/** Where the programs' source is: whatever is newer than the stamp makes the build stale. */
const WORKSPACES = ['packages', 'apps'];

/** And in which folders of each; `page` is what runs in the browser. */
const FOLDERS = ['src', 'page'];

/** Says whether what is in dist was built by this Node.js out of the source that is there now. */
export async function isFresh(): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(STAMP);
    return (await isOfThisNode()) && (await newestChangeMs()) < mtimeMs;
  } catch {
    return false;
  }
}

async function isOfThisNode(): Promise<boolean> {
  try {
    const built = JSON.parse(await readFile(STAMP, 'utf8')) as Built;
    const present = description();
    return built.node === present.node && built.platform === present.platform && built.arch === present.arch;
  } catch {
    return false;
  }
}

/** Says that all was built out of what was there at a time, in ms since 1970; to be called last. */
export async function stampBuild(startedAtMs: number): Promise<void> {
  await makeWhole(STAMP, async (path) => {
    await writeFile(path, `${JSON.stringify(description(), null, 2)}\n`);
    // Whatever has changed since then may not be in it.
    await utimes(path, startedAtMs / 1_000, startedAtMs / 1_000);
  });
}

/**
 * Takes away what another Node.js said of its build; to be called before this one replaces any of it. Were this one killed in the
 * middle, the other would take the snapshots for its own.
 */
export async function removeStampOfOthers(): Promise<void> {
  if (!(await isOfThisNode())) await rm(STAMP, { force: true });
}

function description(): Built {
  return { node: process.version, platform: process.platform, arch: process.arch };
}

async function newestChangeMs(): Promise<number> {
  const folders = (
    await Promise.all(
      WORKSPACES.map(async (parent) =>
        (await readdir(join(ROOT, parent))).flatMap((name) =>
          FOLDERS.map((folder) => join(ROOT, parent, name, folder)),
        ),
      ),
    )
  ).flat();
  const times = await Promise.all([newestIn(join(ROOT, 'scripts', 'build')), ...folders.map(newestIn)]);
  return Math.max((await stat(join(ROOT, 'package-lock.json'))).mtimeMs, ...times);
}

async function newestIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const times = await Promise.all(
    entries.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs),
  );
  return Math.max(0, ...times);
}
