import { execFile } from 'node:child_process';
import { ContagionError } from '../errors.ts';

/** Open files of a cluster without pods, and as many again to be safe. */
const CLUSTER_FILES = 64;

/**
 * Open files for one podder: its output, its errors and its log, and what its probes and the sneezes through the Service
 * open for a moment. With fifty podders, all ill, 400 were open in all.
 */
const FILES_PER_PODDER = 12;

/**
 * Makes sure that so many podders do not run out of files that may be open: those that did would fail their probes, which looks
 * like an epidemic. Throws CONTAGION_OPEN_FILES.
 */
export function checkOpenFiles(podders: number, limit: number): void {
  const needed = CLUSTER_FILES + podders * FILES_PER_PODDER;
  if (needed <= limit) return;
  const fitting = Math.max(0, Math.floor((limit - CLUSTER_FILES) / FILES_PER_PODDER));
  throw new ContagionError(
    'CONTAGION_OPEN_FILES',
    `expected room for ${needed} open files, which ${podders} podders may need, got a limit of ${limit}: type ulimit -n ${roundedUp(needed)} in a new shell first, or say --replicas ${fitting}`,
  );
}

/** How many files this process may have open; Node.js has raised that to the hard limit when it started. */
export function openFilesLimit(): Promise<number> {
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', 'ulimit -n'], (_error, stdout) => resolve(parseLimit(stdout)));
  });
}

/** `unlimited`, and whatever is no number, is no limit. */
export function parseLimit(text: string): number {
  const limit = Number.parseInt(text, 10);
  return Number.isNaN(limit) ? Number.POSITIVE_INFINITY : limit;
}

/** A power of two, as limits are mostly given, and never less than 4096. */
function roundedUp(needed: number): number {
  return 2 ** Math.max(12, Math.ceil(Math.log2(needed)));
}
