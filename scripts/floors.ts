/**
 * Checks that packages and apps import only what docs/architecture.md lets them, by oxlint: no import upwards, none of an app, none
 * by a path out of the workspace, none of Node.js in what runs in browsers, none upwards between the folders of a package that has
 * a table of them. And that each package and folder stands in its table, packages with the dependencies that they declare.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ROOT } from './files.ts';
import { lintConfig } from './floors/lint-config.ts';
import { nameOf, readFloors } from './floors/read-floors.ts';
import { readRooms } from './floors/read-rooms.ts';
import { strangersOf } from './floors/strangers.ts';

const PAGE = 'docs/architecture.md';
const CONFIG = `${ROOT}node_modules/.cache/floors.json`;
const OURS = '@pod-contagion/';

const page = readFileSync(ROOT + PAGE, 'utf8');
const floors = readFloors(page);
const houses = readRooms(page).map((house) => {
  const files = readdirSync(`${ROOT}packages/${house.package}/src`);
  return Object.assign(house, { roof: files.filter((name) => name.endsWith('.ts')) });
});
const mistakes: string[] = [];
for (const name of readdirSync(`${ROOT}packages`)) {
  const ofPackage = floors.filter((each) => each.package === name);
  if (!ofPackage.some(({ part }) => part === undefined)) {
    mistakes.push(`expected ${name} in the table of ${PAGE}, got no row`);
    continue;
  }
  // What a part imports is declared by the package that it belongs to.
  const allowed = new Set(ofPackage.flatMap(({ imports }) => imports.map(packageOf)));
  allowed.delete(name);
  const text = readFileSync(`${ROOT}packages/${name}/package.json`, 'utf8');
  const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> };
  const declared = Object.keys(dependencies)
    .filter((each) => each.startsWith(OURS))
    .map((each) => each.slice(OURS.length));
  if (declared.toSorted().join() !== [...allowed].toSorted().join()) {
    mistakes.push(
      `expected packages/${name}/package.json to declare ${[...allowed].join(', ') || 'nothing of ours'}, got ${declared.join(', ') || 'nothing'}`,
    );
  }
}
for (const floor of floors) {
  const { package: name, part = '' } = floor;
  if (existsSync(`${ROOT}packages/${name}/src/${part}`)) continue;
  mistakes.push(`expected a folder for ${nameOf(floor)} in the table of ${PAGE}, got none`);
}
for (const house of houses) {
  for (const path of strangersOf(house, `${ROOT}packages/${house.package}/src`)) {
    mistakes.push(`expected ${path} of ${house.package} in the table of its folders in ${PAGE}, got no row`);
  }
}
for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);

mkdirSync(`${ROOT}node_modules/.cache`, { recursive: true });
writeFileSync(CONFIG, JSON.stringify(lintConfig(floors, readdirSync(`${ROOT}apps`), houses)));
const { status } = spawnSync('oxlint', ['-c', CONFIG, 'packages', 'apps'], { cwd: ROOT, stdio: 'inherit' });
process.exitCode = status === 0 && mistakes.length === 0 ? 0 : 1;

function packageOf(name: string): string {
  return name.split('/')[0] ?? name;
}
