import { randomBytes } from 'node:crypto';
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '@pod-contagion/errors';
import { LocalClusterError, messageOf } from '../../errors.ts';
import type { LocalClusterErrorCode } from '../../errors.ts';
import { isAlive } from '../state/owner.ts';
import { readMark } from './kubeconfig.ts';

/** More than this is no kubeconfig of ours, in bytes. */
const MAX_BYTES = 1_000_000;

/** A file that a kubeconfig may be written to. */
export type KubeconfigFile = Readonly<{
  /** Absolute; may stand in KUBECONFIG. */
  path: string;
  /** Puts the text there in one step, mode 0600. Throws KUBECONFIG_PATH. */
  write: (text: string) => Promise<void>;
  /** Removes the file where it is still that of this cluster. */
  remove: (clusterId: string) => Promise<void>;
}>;

/**
 * Looks whether a kubeconfig may be written to a file, before anything is started: it must not exist, be empty, or be one
 * that a local cluster wrote which no longer lives. Throws KUBECONFIG_PATH, KUBECONFIG_NOT_OURS, KUBECONFIG_IN_USE.
 */
export async function openKubeconfigFile(file: string): Promise<KubeconfigFile> {
  const target = await resolveTarget(path.resolve(file));
  if (target.includes(path.delimiter)) {
    throw new LocalClusterError(
      'KUBECONFIG_PATH',
      `expected a path for the kubeconfig that may stand in KUBECONFIG, got one with a ${path.delimiter} in it: ${target}`,
    );
  }
  await checkFolder(target);
  const text = await readExisting(target);
  if (text !== undefined && text.trim() !== '') {
    const mark = readMark(text);
    if (mark === undefined) {
      throw new LocalClusterError(
        'KUBECONFIG_NOT_OURS',
        `expected a file for the kubeconfig that does not exist yet, or that a local cluster wrote, got another: ${target}; it is left as it is`,
      );
    }
    if (isAlive(mark.owner)) {
      throw new LocalClusterError(
        'KUBECONFIG_IN_USE',
        `expected a file for the kubeconfig that nobody uses, got that of the local cluster of process ${mark.owner.pid}: ${target}`,
      );
    }
  }
  return {
    path: target,
    write: (content) => writeInOneStep(target, content),
    remove: (clusterId) => removeOurs(target, clusterId),
  };
}

/** A path as a shell takes it: for `export KUBECONFIG=...`. */
export function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Follows a symbolic link, which would otherwise be replaced by the file. */
async function resolveTarget(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    return file;
  }
}

async function checkFolder(target: string): Promise<void> {
  const folder = path.dirname(target);
  let found = 'a file';
  try {
    if ((await stat(folder)).isDirectory()) return;
  } catch (error) {
    found = messageOf(error);
  }
  throw new LocalClusterError(
    'KUBECONFIG_PATH',
    `expected the kubeconfig in a folder that exists, got ${target}: ${found}`,
  );
}

async function readExisting(target: string): Promise<string | undefined> {
  try {
    const { size } = await stat(target);
    return size > MAX_BYTES ? 'too long to be one of ours' : await readFile(target, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw failed('KUBECONFIG_PATH', 'a file for the kubeconfig that can be read', target, error);
  }
}

async function writeInOneStep(target: string, text: string): Promise<void> {
  // Not longer than any name may be, however long the name chosen is.
  const temporary = path.join(path.dirname(target), `.kubeconfig-${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw failed('KUBECONFIG_PATH', 'to write the kubeconfig', target, error);
  }
}

async function removeOurs(target: string, clusterId: string): Promise<void> {
  try {
    if (readMark(await readFile(target, 'utf8'))?.clusterId === clusterId) await rm(target, { force: true });
  } catch {
    // Gone already, or not ours to read: either way nothing to remove.
  }
}

function failed(
  code: LocalClusterErrorCode,
  expected: string,
  target: string,
  cause: unknown,
): LocalClusterError {
  return new LocalClusterError(code, `expected ${expected}, got ${target}: ${messageOf(cause)}`, { cause });
}
