/**
 * Checks that packages and apps import only what docs/architecture.md lets them, by oxlint: no import upwards, none of an app, none
 * by a path out of the workspace, none of Node.js in what runs in browsers. And that each package stands in the table, with
 * the dependencies that it declares.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ROOT } from './files.ts';
import { lintConfig } from './floors/lint-config.ts';
import { readFloors } from './floors/read-floors.ts';

const PAGE = 'docs/architecture.md';
const CONFIG = `${ROOT}node_modules/.cache/floors.json`;
const OURS = '@pod-contagion/';

const floors = readFloors(readFileSync(ROOT + PAGE, 'utf8'));
const mistakes: string[] = [];
for (const name of readdirSync(`${ROOT}packages`)) {
  const floor = floors.find((each) => each.package === name);
  if (floor === undefined) {
    mistakes.push(`expected ${name} in the table of ${PAGE}, got no row`);
    continue;
  }
  const text = readFileSync(`${ROOT}packages/${name}/package.json`, 'utf8');
  const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> };
  const declared = Object.keys(dependencies)
    .filter((each) => each.startsWith(OURS))
    .map((each) => each.slice(OURS.length));
  if (declared.toSorted().join() !== floor.imports.toSorted().join()) {
    mistakes.push(
      `expected packages/${name}/package.json to declare ${floor.imports.join(', ') || 'nothing of ours'}, got ${declared.join(', ') || 'nothing'}`,
    );
  }
}
for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);

mkdirSync(`${ROOT}node_modules/.cache`, { recursive: true });
writeFileSync(CONFIG, JSON.stringify(lintConfig(floors, readdirSync(`${ROOT}apps`))));
const { status } = spawnSync('oxlint', ['-c', CONFIG, 'packages', 'apps'], { cwd: ROOT, stdio: 'inherit' });
process.exitCode = status === 0 && mistakes.length === 0 ? 0 : 1;
