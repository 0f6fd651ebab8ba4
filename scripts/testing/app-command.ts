import { existsSync } from 'node:fs';
import { isFresh } from '../build/freshness.ts';
import { ROOT, SOURCE_CONDITION } from '../files.ts';

const isBuilt = await isFresh();

/**
 * The words that start the program of an app, before its own flags: as users have it, from the bundle that `npm install` made,
 * where that is of the source as it is now; else from source, which takes thrice the processor time.
 */
export function appCommand(name: string): readonly string[] {
  const bundle = `${ROOT}dist/${name}/main.mjs`;
  return isBuilt && existsSync(bundle)
    ? [process.execPath, bundle]
    : [process.execPath, `--conditions=${SOURCE_CONDITION}`, `${ROOT}apps/${name}/src/main.ts`];
}
