import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_LIVES, MAX_LIVES_BYTES } from './limits.ts';
import type { LastWords } from './report.ts';

const FILE = 'lives.json';

/**
 * What the lives before this one left in a folder that outlasts them, oldest first. Kubernetes keeps the last words of one life, and of
 * those that end by the action RestartAllContainers not even these (measured on 1.36.2).
 * Throws an Error that says what was expected where it can't be read; there being nothing yet is none.
 */
export function readLives(folder: string): readonly LastWords[] {
  const path = join(folder, FILE);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return [];
  if (size > MAX_LIVES_BYTES) throw new Error(`expected at most ${MAX_LIVES_BYTES} bytes, got ${size}`);
  const lives: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!Array.isArray(lives) || !lives.every(isLastWords)) throw new Error('expected a list of last words');
  return lives.slice(-MAX_LIVES);
}

/** Leaves the last words of a life beside those of the ones before it; there is the old file or the new one at any time. */
export function leaveLife(folder: string, before: readonly LastWords[], words: LastWords): void {
  const path = join(folder, FILE);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify([...before, words].slice(-MAX_LIVES)), { mode: 0o644 });
  renameSync(`${path}.new`, path);
}

function isLastWords(value: unknown): value is LastWords {
  if (typeof value !== 'object' || value === null) return false;
  const { state, endedAt } = value as Partial<Record<keyof LastWords, unknown>>;
  return typeof state === 'string' && typeof endedAt === 'string';
}
