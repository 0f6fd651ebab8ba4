import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../build/bundle.ts';
import { buildSnapshot } from '../build/snapshot.ts';
import { ROOT, SOURCE_CONDITION } from '../files.ts';

/** The programs of `apps` that are podders. */
export type App = 'generic' | 'starter';

/** One way to run a program: the command line before its own flags. */
export type Way = Readonly<{
  name: string;
  command: (app: App) => readonly string[];
}>;

/** From source, as in development. */
export const FROM_SOURCE: Way = {
  name: 'source',
  command: (app) => [process.execPath, `--conditions=${SOURCE_CONDITION}`, `${ROOT}apps/${app}/src/main.ts`],
};

/** Builds programs the way `npm run build` does, elsewhere; returns all three ways and how to remove the files. */
export async function buildWays(
  apps: readonly App[],
): Promise<{ ways: readonly Way[]; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'pod-contagion-'));
  for (const app of apps) {
    await bundle(`${ROOT}apps/${app}/src/main.ts`, join(folder, `${app}.js`));
    await buildSnapshot(process.execPath, join(folder, `${app}.js`), join(folder, `${app}.blob`));
  }
  const ways: readonly Way[] = [
    FROM_SOURCE,
    { name: 'bundle', command: (app) => [process.execPath, join(folder, `${app}.js`)] },
    {
      name: 'snapshot',
      command: (app) => [process.execPath, '--snapshot-blob', join(folder, `${app}.blob`), 'podder'],
    },
  ];
  return { ways, remove: () => rm(folder, { recursive: true }) };
}
