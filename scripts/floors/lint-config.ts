import type { Floor } from './read-floors.ts';

type Pattern = Readonly<{ group?: readonly string[]; regex?: string; message: string }>;

/** Imports that leave a workspace by a path: its own files have neither `src` nor these folders in it. */
const BY_PATH: Pattern = {
  regex: '^\\.\\.?/.*\\b(src|scripts|bench|rigs|packages|apps)/',
  message: 'a workspace imports another by its name, and nothing of scripts, bench or rigs',
};

const NODE: Pattern = { group: ['node:*'], message: 'this package runs in browsers too' };

/** A configuration of oxlint that forbids what the floors do: imports upwards, of apps, by path, of Node.js in browsers. */
export function lintConfig(floors: readonly Floor[], apps: readonly string[]): object {
  const ofPackages = floors.map(({ package: name, imports, inBrowsers }) => {
    const allowed = [name, ...imports].flatMap((each) => [
      `!@pod-contagion/${each}`,
      `!@pod-contagion/${each}/**`,
    ]);
    const floor: Pattern = {
      group: ['@pod-contagion/*', '@pod-contagion/*/**', ...allowed],
      message: `docs/architecture.md lets ${name} import ${imports.join(', ') || 'nothing of ours'}`,
    };
    return override(`packages/${name}`, [floor, BY_PATH, ...(inBrowsers ? [NODE] : [])]);
  });
  const names = apps.map((app) => `@pod-contagion/${app}`);
  const ofApps = apps.map((app) =>
    override(`apps/${app}`, [{ group: names, message: 'apps do not import each other' }, BY_PATH]),
  );
  return { categories: { correctness: 'off' }, rules: {}, overrides: [...ofPackages, ...ofApps] };
}

function override(folder: string, patterns: readonly Pattern[]): object {
  return {
    files: [`**/${folder}/src/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}
