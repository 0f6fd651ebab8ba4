import { closeSync, ftruncateSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { describeError, systemCode } from '@pod-contagion/errors';
import {
  blockLine,
  checkBlocks,
  gridLine,
  headerLine,
  parseSweepFile,
  SimulatorError,
  type BlockResult,
  type Axis,
  type SweepFile,
  type SweepGrid,
  type SweepHeader,
} from '@pod-contagion/simulator';
import { ContagionError, usageError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { differenceOf } from './difference.ts';

/** The file of a sweep, open: each block that is done is a line of it. */
export type BlockFile = Readonly<{
  path: string;
  /** What an earlier sweep has left of a grid, which is the `refinement`th finer one. */
  done: (refinement: number) => readonly BlockResult[];
  /** Begins with a finer grid, unless it is there already: blocks that are added from now on are of that. */
  refine: (refinement: number, axes: readonly Axis[]) => void;
  /** Adds a block, whole or not at all. */
  append: (block: BlockResult) => void;
  close: () => void;
}>;

/**
 * Makes the file of a sweep, with what it is of.
 * @throws {ContagionError} CONTAGION_USAGE where there is one already, or none can be; CONTAGION_SWEEP_FILE where it can't be written
 */
export function createBlockFile(path: string, header: SweepHeader): BlockFile {
  const file = open(path, 'wx');
  const line = Buffer.from(headerLine(header, VERSION));
  try {
    writeAll(file, line, 0);
  } catch (error) {
    closeSync(file);
    // Of no use to anybody, and in the way of the next try.
    unlinkSync(path);
    throw new ContagionError('CONTAGION_SWEEP_FILE', `${path}: can't be written: ${describeError(error)}`, {
      cause: error,
    });
  }
  return appendTo(path, file, line.length, [{ axes: header.axes, blocks: [], line: 2 }]);
}

/**
 * Opens the file of a sweep that was broken off, and cuts off a line that is not whole.
 * @throws {ContagionError} CONTAGION_USAGE where there is none, or one of another sweep
 * @throws {SimulatorError} SIMULATOR_SWEEP_FILE where a line of it is broken
 */
export function resumeBlockFile(path: string, header: SweepHeader): BlockFile {
  const file = open(path, 'r+');
  try {
    const { grids, wholeBytes } = read(path, file, header);
    ftruncateSync(file, wholeBytes);
    return appendTo(path, file, wholeBytes, grids);
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function open(path: string, flags: 'wx' | 'r+'): number {
  try {
    return openSync(path, flags);
  } catch (error) {
    switch (systemCode(error)) {
      case 'EEXIST':
        throw usageError(`${path}: expected no file yet, or --resume to go on with it, got one`);
      case 'ENOENT':
        throw usageError(
          flags === 'wx'
            ? `${path}: expected a folder for it, got none`
            : `${path}: expected the file of a sweep to go on with, got none`,
        );
      default:
        throw usageError(`${path}: expected a file that can be written, got ${describeError(error)}`);
    }
  }
}

function read(
  path: string,
  file: number,
  header: SweepHeader,
): Readonly<{ grids: readonly SweepGrid[]; wholeBytes: number }> {
  try {
    const text = readFileSync(file, 'utf8');
    const found: SweepFile = parseSweepFile(text);
    const difference = differenceOf(found.header, header);
    if (difference !== undefined) {
      throw usageError(`${path}: expected the file of this sweep, got one whose ${difference}`);
    }
    checkBlocks(found);
    return { grids: found.grids, wholeBytes: Buffer.byteLength(text.slice(0, found.wholeLength)) };
  } catch (error) {
    if (!(error instanceof SimulatorError)) throw error;
    throw new SimulatorError(error.code, `${path}: ${error.message}`, { cause: error });
  }
}

function appendTo(path: string, file: number, wholeBytes: number, grids: readonly SweepGrid[]): BlockFile {
  let length = wholeBytes;
  let count = grids.reduce((sum, { blocks }) => sum + blocks.length, 0);
  let refinements = grids.length - 1;
  const write = (text: string): void => {
    const line = Buffer.from(text);
    try {
      writeAll(file, line, length);
    } catch (error) {
      ftruncateSync(file, length);
      throw new ContagionError(
        'CONTAGION_SWEEP_FILE',
        `${path}: can't be written: ${describeError(error)}; the ${count} blocks in it are whole, and --resume goes on with them`,
        { cause: error },
      );
    }
    length += line.length;
  };
  return {
    path,
    done: (refinement) => grids[refinement]?.blocks ?? [],
    refine(refinement, axes) {
      if (refinement <= refinements) return;
      write(gridLine(axes));
      refinements = refinement;
    },
    append(block) {
      write(blockLine(block));
      count++;
    },
    close: () => closeSync(file),
  };
}

/** A write may take a part only: of a disk that is full then, the next one says so. */
function writeAll(file: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written, position + written);
  }
}
