import { resultsOfLastRun } from './results.ts';

/** A test point that failed: in which file and tests, and what was said of it. */
export type Failure = Readonly<{ file: string; path: readonly string[]; details: readonly string[] }>;

/** Lines that are shown of what was said of one; a difference of two long texts has hundreds. */
const MOST_LINES = 40;

/** Reads the failures from what a test file said in TAP: the innermost ones, as each makes all those around it fail. */
export function failuresOf(file: string, tap: string): readonly Failure[] {
  const failures: Failure[] = [];
  const names: string[] = [];
  /** The deepest level at which something failed since the last point that was not so deep. */
  let failedAt = -1;
  let details: string[] = [];
  let isInDetails = false;
  for (const line of tap.split('\n')) {
    if (/^ *(---|\.\.\.)$/.test(line)) {
      isInDetails = line.endsWith('-');
      continue;
    }
    if (isInDetails) {
      details.push(line.trimEnd());
      continue;
    }
    const [, indent, isNot, name = ''] = /^((?: {4})*)(not )?ok \d+(?: - (.*?))?(?: # .*)?$/.exec(line) ?? [];
    const [, outer, subtest] = /^((?: {4})*)# Subtest: (.*)$/.exec(line) ?? [];
    if (outer !== undefined) names.splice(outer.length / 4, Infinity, subtest!);
    if (indent === undefined) continue;
    const level = indent.length / 4;
    details = [];
    const isAround = failedAt > level;
    if (isNot !== undefined) failedAt = level;
    else if (isAround) failedAt = -1;
    if (isNot === undefined || isAround) continue;
    failures.push({ file, path: [...names.slice(0, level), name], details });
  }
  return failures;
}

/** What failed in a run that began at a time. */
export function failuresSince(startMs: number): readonly Failure[] {
  return [...resultsOfLastRun(startMs)].flatMap(([file, tap]) => failuresOf(file, tap));
}

/** Lines for a person to read. */
export function shownFailure({ file, path, details }: Failure): string {
  const left = details.length - MOST_LINES;
  const more = left > 0 ? [`  ... ${left} lines more`] : [];
  return [`not ok: ${[file, ...path].join(' > ')}`, ...details.slice(0, MOST_LINES), ...more].join('\n');
}
