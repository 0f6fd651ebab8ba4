import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../files.ts';
import { RESULTS } from '../testing/groups/write-groups.ts';

/** What each test file of the last run said in TAP, but for what was said before a time; nothing where there was no run. */
export function resultsOfLastRun(sinceMs = 0): ReadonlyMap<string, string> {
  if (!existsSync(join(ROOT, RESULTS))) return new Map();
  const files = readdirSync(join(ROOT, RESULTS), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts.tap') && statSync(join(ROOT, RESULTS, name)).mtimeMs >= sinceMs)
    .toSorted();
  return new Map(
    files.map((name) => [
      name.slice(0, -'.tap'.length).replaceAll('\\', '/'),
      readFileSync(join(ROOT, RESULTS, name), 'utf8'),
    ]),
  );
}
