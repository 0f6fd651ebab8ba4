import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../files.ts';
import { RESULTS } from '../testing/groups/write-groups.ts';

/** What each test file of the last run said in TAP; nothing where there was none. */
export function resultsOfLastRun(): ReadonlyMap<string, string> {
  if (!existsSync(join(ROOT, RESULTS))) return new Map();
  const files = readdirSync(join(ROOT, RESULTS), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts.tap'))
    .toSorted();
  return new Map(
    files.map((name) => [
      name.slice(0, -'.tap'.length).replaceAll('\\', '/'),
      readFileSync(join(ROOT, RESULTS, name), 'utf8'),
    ]),
  );
}
