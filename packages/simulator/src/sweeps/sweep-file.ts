import type { Model } from '../engine/model.ts';
import type { Outbreak } from '../engine/outbreak.ts';
import { SimulatorError } from '../errors.ts';
import type { Axis } from './axis.ts';
import type { BlockResult } from './block.ts';
import type { Precision } from './sweep.ts';

const FORMAT = 'pod-contagion-sweep';
/** Changes whenever the same settings and seed give other results, or lines have other fields. */
const VERSION = 3;

/** All that a sweep's results depend on. */
export type SweepHeader = Readonly<{
  model: Model;
  outbreak: Outbreak;
  axes: readonly Axis[];
  precision: Precision;
  seed: number;
  untilMs: number;
}>;

/** The first line of a sweep's file: what it is of. */
export function headerLine(header: SweepHeader, program: string): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, program, ...header })}\n`;
}

/** A line for each block that is done. */
export function blockLine(result: BlockResult): string {
  return `${JSON.stringify(result)}\n`;
}

/** The line from which on blocks are of a finer grid. */
export function gridLine(axes: readonly Axis[]): string {
  return `${JSON.stringify({ axes })}\n`;
}

/** A grid and the blocks of its cells; those of a grid before it count as well. */
export type SweepGrid = Readonly<{
  axes: readonly Axis[];
  blocks: readonly BlockResult[];
  /** The line of its first block. */
  line: number;
}>;

/** What a file of a sweep holds, and how much of it is whole: where another line is to be written. */
export type SweepFile = Readonly<{
  header: SweepHeader;
  /** That of the header, and finer ones. */
  grids: readonly SweepGrid[];
  wholeLength: number;
}>;

/**
 * Reads a sweep's file, also one whose last line was broken off in the middle: that line is left out.
 * @throws {SimulatorError} SIMULATOR_SWEEP_FILE, naming the line, what is expected there and what is.
 */
export function parseSweepFile(text: string): SweepFile {
  const end = text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, end).split('\n').slice(0, -1);
  const [first] = lines;
  if (first === undefined) throw broken(1, 'what the sweep is of', 'nothing whole');
  const head = readJson(first, 1) as Partial<SweepHeader> & { format?: unknown; version?: unknown };
  if (head.format !== FORMAT) throw broken(1, `"format":"${FORMAT}"`, JSON.stringify(head.format ?? null));
  if (head.version !== VERSION) throw broken(1, `version ${VERSION}`, JSON.stringify(head.version ?? null));
  const { model, outbreak, axes, precision, seed, untilMs } = head as SweepHeader;
  const grids: (SweepGrid & { blocks: BlockResult[] })[] = [{ axes, blocks: [], line: 2 }];
  for (const [index, line] of lines.slice(1).entries()) {
    const read = readJson(line, index + 2);
    if ('axes' in read) grids.push({ axes: read.axes as readonly Axis[], blocks: [], line: index + 3 });
    else grids.at(-1)!.blocks.push(blockOf(read, line, index + 2));
  }
  return { header: { model, outbreak, axes, precision, seed, untilMs }, grids, wholeLength: end };
}

function blockOf(read: object, line: string, number: number): BlockResult {
  const block = read as BlockResult;
  const numbers = [
    block.cell,
    block.from,
    block.to,
    block.alive,
    block.restarts,
    block.aliveRestarts,
    block.infections,
    block.events,
  ];
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
  const { extinctAtMs }: { extinctAtMs: unknown } = block;
  const isBlock =
    numbers.every(isCount) &&
    Array.isArray(extinctAtMs) &&
    extinctAtMs.every((atMs) => atMs === null || isCount(atMs)) &&
    extinctAtMs.length === block.to - block.from &&
    extinctAtMs.filter((atMs) => atMs === null).length === block.alive;
  if (!isBlock) {
    throw broken(number, 'a block of runs', line.length > 60 ? `${line.slice(0, 60)}...` : line);
  }
  return block;
}

function readJson(line: string, number: number): object {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw broken(number, 'an object of JSON', line.length > 60 ? `${line.slice(0, 60)}...` : line);
}

function broken(line: number, expected: string, got: string): SimulatorError {
  return new SimulatorError(
    'SIMULATOR_SWEEP_FILE',
    `line ${line} of the sweep's file expects ${expected}, got ${got}`,
  );
}
