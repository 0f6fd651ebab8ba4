import type { Floor } from './read-floors.ts';
import type { House } from './read-rooms.ts';
import { roomPatterns, type Pattern } from './room-patterns.ts';

/** Imports that leave a workspace by a path: its own files have neither `src` nor these folders in it. */
const BY_PATH: Pattern = {
  regex: '^\\.\\.?/.*\\b(src|scripts|bench|rigs|packages|apps)/',
  message: 'a workspace imports another by its name, and nothing of scripts, bench or rigs',
};

const NODE: Pattern = { group: ['node:*'], message: 'this package runs in browsers too' };

/**
 * A configuration of oxlint that forbids what the floors do: imports upwards, of apps, by path, of Node.js in browsers; and
 * upwards between folders.
 */
export function lintConfig(
  floors: readonly Floor[],
  apps: readonly string[],
  houses: readonly (House & { roof: readonly string[] })[] = [],
): object {
  const ofPackages = floors.flatMap(({ package: name, imports, inBrowsers }) => {
    const allowed = [name, ...imports].flatMap((each) => [
      `!@pod-contagion/${each}`,
      `!@pod-contagion/${each}/**`,
    ]);
    const floor: Pattern = {
      group: ['@pod-contagion/*', '@pod-contagion/*/**', ...allowed],
      message: `docs/architecture.md lets ${name} import ${imports.join(', ') || 'nothing of ours'}`,
    };
    const whole = [floor, BY_PATH, ...(inBrowsers ? [NODE] : [])];
    const rooms = houses
      .filter((house) => house.package === name)
      .flatMap((house) => roomPatterns(house, house.roof));
    // Of those that fit a file the last is the one that counts.
    return [
      override(`packages/${name}/src/**/*.ts`, whole),
      ...rooms.map(({ files, patterns }) =>
        override(`packages/${name}/src/${files}`, [...whole, ...patterns]),
      ),
    ];
  });
  const names = apps.map((app) => `@pod-contagion/${app}`);
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
