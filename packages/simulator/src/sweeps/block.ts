import { runBlock, type EnsembleOptions } from '../ensembles/run-block.ts';
import { Engine } from '../engine/engine.ts';
import type { Cell } from './cell.ts';

/** Runs are done in blocks: what is done in one piece, and in one thread. */
export const BLOCK_RUNS = 50;

/** A block of runs that is to be done: of a cell, from a run on. */
export type Block = Readonly<{ cell: number; from: number; to: number }>;

/** What the runs of all cells have in common. */
export type SweepRuns = Omit<EnsembleOptions, 'outbreak'>;

/** What came of it. */
export type BlockResult = Block &
  Readonly<{
    /** Runs in which somebody was infected still at the end. */
    alive: number;
    /** When each died out, in ms, in the order of runs; null where somebody was infected still. */
    extinctAtMs: readonly (number | null)[];
    /** In all runs together. */
    restarts: number;
    /** In those at whose end somebody was infected still. */
    aliveRestarts: number;
    infections: number;
    events: number;
  }>;

/** Does a block; the result depends on nothing but what is given. */
export function doBlock(
  block: Block,
  { model, outbreak }: Pick<Cell, 'model' | 'outbreak'>,
  { seed, untilMs }: SweepRuns,
): BlockResult {
  const results = runBlock(new Engine(model), block.from, block.to, { seed, untilMs, outbreak });
  const extinctAtMs = results.map((result) => result.extinctAtMs ?? null);
  const sum = (of: 'restarts' | 'infections' | 'events'): number =>
    results.reduce((total, result) => total + result[of], 0);
  return {
    ...block,
    alive: extinctAtMs.filter((atMs) => atMs === null).length,
    extinctAtMs,
    restarts: sum('restarts'),
    aliveRestarts: results.reduce(
      (total, { extinctAtMs: at, restarts }) => total + (at === undefined ? restarts : 0),
      0,
    ),
    infections: sum('infections'),
    events: sum('events'),
  };
}
