import { GROUPS } from '../testing/groups/write-groups.ts';
import { resultsOfLastRun } from './results.ts';

/** A test that was left out, or a whole file where `test` is empty. */
export type Skip = Readonly<{ file: string; test: string; reason: string }>;

/** Reads what was left out from what a test file said in TAP; a group names each of its files as a test. */
export function skipsOf(file: string, tap: string): readonly Skip[] {
  const isGroup = file.startsWith(GROUPS);
  let current = file;
  return tap.split('\n').flatMap((line) => {
    const [, member] = /^# Subtest: (.*)$/.exec(line) ?? [];
    if (isGroup && member !== undefined) current = plain(member);
    const [, whole] = (isGroup ? /^ {4}1\.\.0 # ?(.*)$/ : /^1\.\.0 # ?(.*)$/).exec(line) ?? [];
    if (whole !== undefined) return [{ file: current, test: '', reason: plain(whole) }];
    const [, test, reason] = /^ *ok \d+ - (.*?) # SKIP ?(.*)$/.exec(line) ?? [];
    if (test === undefined || (isGroup && plain(test) === current)) return [];
    return [{ file: current, test: plain(test), reason: plain(reason ?? '') }];
  });
}

/** TAP puts a backslash before what would be read as its own. */
function plain(text: string): string {
  return text.replaceAll(/\\([\\#])/g, '$1');
}

/** What each file of the last run left out. */
export function skipsOfLastRun(): ReadonlyMap<string, readonly Skip[]> {
  return new Map([...resultsOfLastRun()].map(([file, tap]) => [file, skipsOf(file, tap)]));
}

/** One line that a person can look for. */
export function shown({ file, test, reason }: Skip): string {
  return `${file}: ${test === '' ? 'all of it' : test}: ${reason === '' ? 'no reason given' : reason}`;
}
