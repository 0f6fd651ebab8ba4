import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long one waits for others, in milliseconds: much longer than a build takes. One that takes longer may be stopped. */
const MAX_WAIT_MS = 120_000;

/** How often one that waits looks, in milliseconds. */
const LOOK_MS = 50;

/** What SQLite calls a file that another process has locked (`SQLITE_BUSY`). */
const BUSY = 5;

/**
 * Does `work` while no other process does any that was given the same file: those that come meanwhile wait, without a
 * word. The lock is the kernel's, by way of SQLite, and ends with the process that has it, however that ends: there is
 * no owner to be taken for alive that is not. Where files can't be locked, as on some network file systems, or one waits
 * too long, `work` is done all the same and told that it is not alone.
 */
export async function inTurn(
  file: string,
  work: (isAlone: boolean) => Promise<void>,
  maxWaitMs: number = MAX_WAIT_MS,
): Promise<void> {
  const database = await lock(file, maxWaitMs);
  try {
    await work(database !== undefined);
  } finally {
    database?.close();
  }
}

async function lock(file: string, maxWaitMs: number): Promise<DatabaseSync | undefined> {
  let database: DatabaseSync | undefined;
  try {
    database = open(file);
    // The wait is here, not in SQLite, which would stop all else meanwhile.
    database.exec('PRAGMA busy_timeout = 0');
    for (const untilMs = performance.now() + maxWaitMs; !tryLock(database); await sleep(LOOK_MS)) {
      if (performance.now() > untilMs) throw new Error('another process is at work for too long');
    }
    return database;
  } catch {
    database?.close();
    return undefined;
  }
}

/** Throws where Node.js was built without it. */
function open(file: string): DatabaseSync {
  const emitWarning = process.emitWarning.bind(process);
  // Node.js 22 calls it an experiment, which is nothing that whoever types npm install could act on.
  process.emitWarning = () => undefined;
  try {
    const sqlite = process.getBuiltinModule('node:sqlite');
    return new sqlite.DatabaseSync(file);
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Says whether nobody else has the lock, and takes it then. Nothing is ever written: the file stays empty. */
function tryLock(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if ((error as { errcode?: unknown }).errcode === BUSY) return false;
    throw error;
  }
}
