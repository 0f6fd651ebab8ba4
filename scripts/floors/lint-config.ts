import { floorPatterns, OURS } from './floor-patterns.ts';
import type { Floor } from './read-floors.ts';
import type { House } from './read-rooms.ts';
import { roomPatterns, type Pattern } from './room-patterns.ts';

/** Imports that leave a workspace by a path: its own files have neither `src` nor these folders in it. */
const BY_PATH: Pattern = {
  regex: '^\\.\\.?/.*\\b(src|scripts|bench|rigs|packages|apps)/',
  message: 'a workspace imports another by its name, and nothing of scripts, bench or rigs',
};

/**
 * A configuration of oxlint that forbids what the floors do: imports upwards, of apps, by path, of Node.js in browsers; and
 * upwards between folders.
 */
export function lintConfig(
  floors: readonly Floor[],
  apps: readonly string[],
  houses: readonly (House & { roof: readonly string[] })[] = [],
): object {
  // Of those that fit a file the last is the one that counts: parts of packages come after the rest of these.
  const inOrder = floors.toSorted((a, b) => Number(a.part !== undefined) - Number(b.part !== undefined));
  const ofPackages = inOrder.flatMap((floor) => {
    const { package: name, part } = floor;
    const folder = `packages/${name}/src/`;
    const whole = floorPatterns(floor, floors).concat(BY_PATH);
    const rooms = houses
      .filter((house) => house.package === name)
      .flatMap((house) => roomPatterns(house, house.roof))
      .filter(({ files }) => part === undefined || files.startsWith(`${part}/`));
    const all = override(`${folder}${part === undefined ? '' : `${part}/`}**/*.ts`, whole);
    return [all].concat(rooms.map(({ files, patterns }) => override(folder + files, whole.concat(patterns))));
  });
  // The observatory is both, and its app is named so: the package may be imported.
  const names = apps.map(
    (app) => OURS + app + (floors.some(({ package: name }) => name === app) ? '-app' : ''),
  );
  const ofApps = apps.map((app) =>
    override(`apps/${app}/src/**/*.ts`, [
      { group: names, message: 'apps do not import each other' },
      BY_PATH,
    ]),
  );
  return { categories: { correctness: 'off' }, rules: {}, overrides: [...ofPackages, ...ofApps] };
}

function override(files: string, patterns: readonly Pattern[]): object {
  return {
    files: [`**/${files}`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}
