import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../files.ts';

/** A test that was left out, or a whole file where `test` is empty. */
export type Skip = Readonly<{ file: string; test: string; reason: string }>;

/** Where tap keeps what each file said in the last run: one folder for each of the repository. */
const RESULTS = `${ROOT}.tap/test-results`;

/** Reads what was left out from what a test file said in TAP. */
export function skipsOf(file: string, tap: string): readonly Skip[] {
  return tap.split('\n').flatMap((line) => {
    const [, whole] = /^1\.\.0 # ?(.*)$/.exec(line) ?? [];
    if (whole !== undefined) return [{ file, test: '', reason: plain(whole) }];
    const [, test, reason] = /^ *ok \d+ - (.*?) # SKIP ?(.*)$/.exec(line) ?? [];
    return test === undefined ? [] : [{ file, test: plain(test), reason: plain(reason ?? '') }];
  });
}

/** TAP puts a backslash before what would be read as its own. */
function plain(text: string): string {
  return text.replaceAll(/\\([\\#])/g, '$1');
}

/** What each file of the last run left out. */
export function skipsOfLastRun(): ReadonlyMap<string, readonly Skip[]> {
  const files = readdirSync(RESULTS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tap'))
    .toSorted();
  return new Map(
    files.map((name) => {
      const file = name.slice(0, -'.tap'.length).replaceAll('\\', '/');
      return [file, skipsOf(file, readFileSync(join(RESULTS, name), 'utf8'))];
    }),
  );
}

/** One line that a person can look for. */
export function shown({ file, test, reason }: Skip): string {
  return `${file}: ${test === '' ? 'all of it' : test}: ${reason === '' ? 'no reason given' : reason}`;
}
