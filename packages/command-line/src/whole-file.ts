import { closeSync, lstatSync, openSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describeError, systemCode } from '@pod-contagion/errors';
import type { UsageError } from './flags.ts';

/** What a file is made of: pieces, in their order. */
export type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** A file that is there as a whole or not at all: until it is kept it has another name, beside its own. */
export type WholeFile = Readonly<{
  path: string;
  /** Writes all of it and gives it its name. */
  write: (pieces: Pieces) => Promise<void>;
  /** Takes away what was not kept; nothing where it was. */
  discard: () => void;
}>;

/** What is thrown for a file that can't be: before anything is done, and when it is written. */
export type WholeFileErrors = Readonly<{
  usage: UsageError;
  failed: (message: string, cause: unknown) => Error;
}>;

/**
 * Opens a file that is to be written later, so that one that can't be is refused before anything is done. What has its name now stays
 * until then, and is replaced.
 * @throws what `errors.usage` makes
 */
export function openWholeFile(path: string, errors: WholeFileErrors): WholeFile {
  const target = targetOf(path, errors.usage);
  const unfinished = join(dirname(target), `.${basename(target)}.${process.pid}.unfinished`);
  const file = open(path, unfinished, errors.usage);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  const discard = (): void => {
    if (!isOpen) return;
    close();
    rmSync(unfinished, { force: true });
  };
  return {
    path,
    discard,
    async write(pieces) {
      try {
        for await (const piece of pieces) writeAll(file, piece);
        renameSync(unfinished, target);
        close();
      } catch (error) {
        discard();
        if (systemCode(error) === undefined) throw error;
        throw errors.failed(`${path}: can't be written: ${describeError(error)}`, error);
      }
    },
  };
}

/** Where a link leads, so that it stays one. */
function targetOf(path: string, usageError: UsageError): string {
  let stats;
  try {
    stats = lstatSync(path);
  } catch {
    return path;
  }
  const target = stats.isSymbolicLink() ? resolved(path, usageError) : path;
  if (!stats.isFile() && target === path) {
    throw usageError(`${path}: expected a file, got ${stats.isDirectory() ? 'a folder' : 'something else'}`);
  }
  return target;
}

function resolved(path: string, usageError: UsageError): string {
  try {
    return targetOf(realpathSync(path), usageError);
  } catch (error) {
    throw usageError(`${path}: expected a file that can be written, got ${describeError(error)}`);
  }
}

function open(path: string, unfinished: string, usageError: UsageError): number {
  try {
    return openSync(unfinished, 'wx');
  } catch (error) {
    const isMissing = systemCode(error) === 'ENOENT';
    throw usageError(
      isMissing
        ? `${path}: expected a folder for it, got none`
        : `${path}: expected a file that can be written, got ${describeError(error)}`,
    );
  }
}

/** A write may take a part only: of a disk that is full then, the next one says so. */
function writeAll(file: number, piece: string | Uint8Array): void {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written);
  }
}
