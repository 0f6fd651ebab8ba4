import { existsSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { systemCode } from '@pod-contagion/errors';
import { LocalClusterError, messageOf } from '../../errors.ts';
import { removeTree } from '../remove-tree.ts';
import { checkFreeSpace } from './free-space.ts';
import { processIdentity } from './identity.ts';
import { isAlive, readOwner } from './owner.ts';
import type { Owner } from './owner.ts';

/** What a killed cluster left: its folder, for whoever ends its processes and removes its network. */
export type Orphan = Readonly<{
  folder: string;
  /** Removes the folder, once nothing of that cluster is left. */
  remove: () => Promise<void>;
}>;

/** The folder of state of one cluster that runs, beside those of others. */
export type State = Readonly<{
  /** Names this cluster among all that ever were: 16 hexadecimal digits. */
  id: string;
  /** A folder of its own, mode 0700. */
  folder: string;
  /** The process the folder belongs to. */
  owner: Owner;
  /** The folders of clusters that no longer live. Each is given to one caller only, also of several that start at once. */
  orphans: () => Promise<Orphan[]>;
  /** Removes the folder. May be called again. */
  close: () => Promise<void>;
}>;

/** A cluster's folder. Nothing else in the folder of state is ever touched, whatever folder a user has chosen. */
const CLUSTER_NAME = /^cluster-([0-9a-f]{16})$/;

/** The folder of a dead cluster that another has taken to clean up; its id follows. */
const TAKEN_NAME = /^cluster-([0-9a-f]{16})-taken-by-([0-9a-f]{16})$/;

/** A folder that is not a cluster's yet, or no longer. */
const UNFINISHED_NAME = /^unfinished-[0-9a-f]{16}$/;

/** After how long an unfinished folder is nobody's, in milliseconds; making or removing one takes far less. */
const UNFINISHED_MAX_AGE_MS = 60_000;

/**
 * Where clusters keep their state if nobody says otherwise. Source: XDG Base Directory Specification (relative paths are
 * ignored). Throws STATE_FOLDER for a user without a home.
 */
export function defaultStateFolder(env: NodeJS.ProcessEnv = process.env): string {
  const configured = env['XDG_STATE_HOME'];
  const base =
    configured !== undefined && path.isAbsolute(configured)
      ? configured
      : path.join(home(), '.local', 'state');
  return path.join(base, 'pod-contagion');
}

function home(): string {
  try {
    return homedir();
  } catch (error) {
    throw new LocalClusterError(
      'STATE_FOLDER',
      'expected HOME or XDG_STATE_HOME to name a folder, got neither, nor a home in the list of users',
      { cause: error },
    );
  }
}

/** Makes the folder of state of a cluster that starts. Throws STATE_FOLDER. */
export async function openState(stateFolder: string = defaultStateFolder()): Promise<State> {
  const all = path.resolve(stateFolder);
  const id = newId();
  const folder = path.join(all, `cluster-${id}`);
  const owner = { pid: process.pid, identity: processIdentity(process.pid) ?? '' };
  const unfinished = path.join(all, `unfinished-${newId()}`);
  try {
    // Before anything is made.
    await checkFreeSpace(nearestFolder(all));
    await makeFolder(all);
    await mkdir(unfinished, { mode: 0o700 });
    await writeFile(path.join(unfinished, 'owner.json'), `${JSON.stringify(owner)}\n`, { mode: 0o600 });
    // Visible under its name only with its owner in it, so that no other cluster takes it for an orphan.
    await rename(unfinished, folder);
  } catch (error) {
    await removeFolder(unfinished).catch(() => undefined);
    throw new LocalClusterError(
      'STATE_FOLDER',
      `expected a folder of state that can be written, got ${all}: ${messageOf(error)}`,
      { cause: error },
    );
  }
  return {
    id,
    folder,
    owner,
    orphans: () => takeOrphans(all, id),
    close: () => removeFolder(folder),
  };
}

/** The folder itself where it is there, else the first above it that is. */
function nearestFolder(folder: string): string {
  const above = path.dirname(folder);
  return existsSync(folder) || above === folder ? folder : nearestFolder(above);
}

/**
 * Makes a folder and those above it. Node.js can do that itself, but goes on for ever where a file system says ENOENT
 * although the folder above is there, as /proc does.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await makeOne(folder);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    await makeFolder(path.dirname(folder));
    await makeOne(folder);
  }
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

async function takeOrphans(all: string, ownId: string): Promise<Orphan[]> {
  const orphans: Orphan[] = [];
  const names = await readdir(all);
  for (const name of names) {
    const orphanId = (CLUSTER_NAME.exec(name) ?? TAKEN_NAME.exec(name))?.[1];
    if (orphanId !== undefined && (await isOrphan(all, name))) {
      const folder = path.join(all, `cluster-${orphanId}-taken-by-${ownId}`);
      if (await renamed(path.join(all, name), folder)) {
        orphans.push({ folder, remove: () => removeFolder(folder) });
      }
    } else if (UNFINISHED_NAME.test(name)) {
      await removeIfOld(path.join(all, name));
    }
  }
  return orphans;
}

async function isOrphan(all: string, name: string): Promise<boolean> {
  const takenBy = TAKEN_NAME.exec(name)?.[2];
  const owner = await readOwner(path.join(all, takenBy === undefined ? name : `cluster-${takenBy}`));
  // A folder of another user's (as of root's, in a home they share) is that user's to clean.
  if (owner === 'unreadable') return false;
  return owner === undefined || !isAlive(owner);
}

async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch {
    // Another cluster was faster, or the folder may not be touched.
    return false;
  }
}

async function removeIfOld(folder: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > UNFINISHED_MAX_AGE_MS) await removeTree(folder);
  } catch {
    // Gone meanwhile, or another user's.
  }
}

/** Renames first: a folder half removed must not be seen under its name. */
async function removeFolder(folder: string): Promise<void> {
  const unfinished = path.join(path.dirname(folder), `unfinished-${newId()}`);
  await removeTree((await renamed(folder, unfinished)) ? unfinished : folder);
}

function newId(): string {
  return randomBytes(8).toString('hex');
}
