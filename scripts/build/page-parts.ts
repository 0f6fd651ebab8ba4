import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Loader, Metafile, Plugin } from 'esbuild';
import { ROOT } from '../files.ts';

/** Source files that are loaded when they are first shown, as a build found them. */
export function loadedLater({ outputs }: Metafile): ReadonlySet<string> {
  const files = Object.values(outputs).flatMap(({ imports }) =>
    imports.filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => outputs[path]?.entryPoint),
  );
  return new Set(files.filter((file) => file !== undefined).map((file) => join(ROOT, file)));
}

/**
 * Makes files that are loaded later import what comes first. All of that is in one file then; else there would be one for each set of
 * later files that share something with it, and a browser would ask for a dozen before it can begin.
 */
export function belowFirst(later: ReadonlySet<string>, first: string): Plugin {
  return {
    name: 'below-first',
    setup(bundler) {
      bundler.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
        if (!later.has(path)) return undefined;
        const text = await readFile(path, 'utf8');
        const loader = extname(path).slice(1) as Loader;
        return { contents: `import ${JSON.stringify(first)};\n${text}`, loader };
      });
    },
  };
}

/** Names of the files that one needs before it can begin. */
export function partsOf(
  { outputs }: Pick<Metafile, 'outputs'>,
  name: string,
  known: Set<string> = new Set(),
): ReadonlySet<string> {
  const [, output] = Object.entries(outputs).find(([path]) => basename(path) === name) ?? [];
  for (const { path, kind } of output?.imports ?? []) {
    const part = basename(path);
    if (kind !== 'import-statement' || known.has(part)) continue;
    known.add(part);
    partsOf({ outputs }, part, known);
  }
  return known;
}

/** The page, which asks for those files at once instead of when it has read the first. */
export function indexAsking(page: string, parts: ReadonlySet<string>): string {
  const links = [...parts].map((name) => `    <link rel="modulepreload" href="${name}" />\n`);
  return page.replace('  </head>', `${links.join('')}  </head>`);
}
