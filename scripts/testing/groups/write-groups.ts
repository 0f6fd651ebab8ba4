import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ROOT } from '../../files.ts';
import { groupFiles } from './group-files.ts';

/** Where a file is written for each group: Git and the checks leave it out. */
export const GROUPS = '.tap/groups';

/** Where tap keeps what each file said in the last run: one folder for each of the repository. */
export const RESULTS = '.tap/test-results';

const RUNNER = '../../scripts/testing/groups/run-group.ts';

const TESTS = '{packages,apps,scripts,rigs,bench}/**/*.test.ts';

/**
 * The longest test files, and what they are run as: tap takes files in the order of names, and a long one that comes last is waited for
 * with one processor idle. The first starts dozens of podders; beside it runs one that mostly waits, and the others come after that.
 */
const LONG: Readonly<Record<string, string>> = {
  'scripts/test/docs-run.test.ts': '00',
  'packages/chaos/test/run/mend.test.ts': '01',
  'scripts/test/kubectl-differential.test.ts': 'b0',
  'apps/contagion/test/up/up.test.ts': 'b1',
  'scripts/test/simulator-ladder.test.ts': 'b2',
};

/** Writes a file for each group of test files, or of those whose text is wanted, and returns all that tap is to run. */
export function writeGroups(isWanted: (text: string) => boolean = () => true): readonly string[] {
  const files = globSync(TESTS, { cwd: ROOT, exclude: (name) => name === 'node_modules' })
    .map((path) => path.replaceAll(sep, '/'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
    .filter(({ text }) => isWanted(text));
  const { groups, alone } = groupFiles(files.filter(({ path }) => !Object.hasOwn(LONG, path)));
  // What an earlier run wrote would be taken for what this one says.
  for (const folder of [GROUPS, RESULTS]) rmSync(join(ROOT, folder), { recursive: true, force: true });
  mkdirSync(join(ROOT, GROUPS), { recursive: true });
  const long = Object.entries(LONG)
    .filter(([path]) => files.some((file) => file.path === path))
    .map(([path, name]) => write(name, [path]));
  const grouped = groups.map(({ name, files: members }) => write(name, members));
  return [...long, ...grouped, ...alone];
}

function write(name: string, files: readonly string[]): string {
  const path = `${GROUPS}/${name}.test.ts`;
  const lines = [`import { runGroup } from '${RUNNER}';`, `await runGroup(${JSON.stringify(files)});`, ''];
  writeFileSync(join(ROOT, path), lines.join('\n'));
  return path;
}
